import { chmodSync, cpSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { demoSnapshot } from "../api/demo-snapshot.ts";
import { startSimulatedPve } from "../simulated-pve/simulated-pve.ts";
import { demoCluster } from "../support/fake-node.ts";
import { runCli } from "../support/run-cli.ts";
import { useTemporaryFolder } from "../support/temporary-folder.ts";

const folder = useTemporaryFolder();
const lanekeeper = (...args: readonly string[]) =>
  runCli(args, { folder: folder.at("."), env: { HOME: folder.at("home"), LANG: "C.UTF-8", COLUMNS: "120" } });

/** A policy file with the demo as `home`, a cluster of one guest as `attic`, and one that is not there. */
function threeClusters(): void {
  cpSync(demoCluster, folder.at("copies/home"), { recursive: true });
  folder.put("copies/attic/nodes/a1/qemu-server/100.conf", "name: quiet\nmemory: 512\n");
  folder.put("copies/attic/storage.cfg", "dir: local\n\tpath /var/lib/vz\n");
  folder.put(
    "lanekeeper.yaml",
    `clusters:
  home: { from: ${folder.at("copies/home")} }
  attic:
    from: [${folder.at("copies/attic")}]
    policy: { severities: { drive/iothread-off: note } }
  cellar: { from: ${folder.at("copies/cellar")} }
`,
  );
}

describe("named clusters", () => {
  it("are audited by name, with hints that say the name", async () => {
    threeClusters();
    const { out, err, code } = await lanekeeper("audit", "--cluster", "home");
    expect(err).toBe("");
    expect(code).toBe(1);
    expect(out).toContain("--cluster home");
    const shown = await lanekeeper("show", "201", "--cluster", "home");
    expect([shown.code, shown.err]).toEqual([undefined, ""]);
    expect(shown.out).toContain("201");
  });

  it("all of them make one report each, and the worst exit code; one that fails ends no other", async () => {
    threeClusters();
    const { out, err, code } = await lanekeeper("audit", "--all-clusters", "--summary");
    expect(out.split("\n").filter((line) => line.trim() !== "")).toHaveLength(2);
    expect(err).toMatch(/^lanekeeper: cellar: .*copies\/cellar is not there\n.*\n$/);
    expect(code).toBe(2);
    const two = await lanekeeper("audit", "--cluster", "attic", "--cluster", "home", "--summary");
    expect([two.code, two.err]).toEqual([1, ""]);
    const attic = await lanekeeper("audit", "--cluster", "attic", "--summary");
    expect(attic.code).toBe(0);
  });

  it("as JSON are an array, with the failure in the place of a report", async () => {
    threeClusters();
    const { out } = await lanekeeper("audit", "--all-clusters", "--format", "json");
    const documents: readonly Record<string, unknown>[] = JSON.parse(out);
    expect(documents.map(({ schema }) => schema)).toEqual([
      "lanekeeper/audit/1",
      "lanekeeper/audit/1",
      "lanekeeper/failure/1",
    ]);
    expect(documents[2]).toMatchObject({ cluster: "cellar", code: "unreadable-source" });
    const one = await lanekeeper("audit", "--cluster", "attic", "--format", "json");
    expect(JSON.parse(one.out)).toMatchObject({ schema: "lanekeeper/audit/1", cluster: { name: "a1" } });
  });

  it("hold what is said of them only, and leave the others alone", async () => {
    threeClusters();
    folder.put(
      "lanekeeper.yaml",
      `severities: { drive/iothread-off: critical }
clusters:
  strict: { from: ${folder.at("copies/home")} }
  mild:   { from: ${folder.at("copies/home")}, policy: { severities: { drive/iothread-off: note } } }
`,
    );
    const { out } = await lanekeeper("audit", "--all-clusters", "--format", "json");
    const documents: readonly { findings: readonly { rule: string; severity: string }[] }[] = JSON.parse(out);
    const levels = documents.map(({ findings }) => [
      ...new Set(
        findings.filter(({ rule }) => rule === "drive/iothread-off").map(({ severity }) => severity),
      ),
    ]);
    expect(levels).toEqual([["critical"], ["note"]]);
  });

  it("are asked over the API with their own token, pins and paths beside the file", async () => {
    const pve = await startSimulatedPve({ snapshot: await demoSnapshot() });
    try {
      const url = pve.url("pve1");
      const { hostname } = new URL(url);
      chmodSync(folder.put("secrets/home.token", pve.token()), 0o600);
      folder.put(
        "lanekeeper.yaml",
        `clusters:
  home:
    from: ["${url}"]
    fingerprints: { ${hostname}: "${pve.fingerprint("pve1")}" }
    tokenFile: ${folder.at("secrets/home.token")}
  other: { from: "${url}", fingerprints: { ${hostname}: "${pve.fingerprint("pve1")}" } }
`,
      );
      const env = {
        HOME: folder.at("home"),
        LANG: "C.UTF-8",
        LANEKEEPER_TOKEN: "root@pam!all=SECRET-OF-ANOTHER",
      };
      const { out, err, code } = await runCli(["audit", "--all-clusters", "--summary"], {
        folder: folder.at("."),
        env,
      });
      expect(out.split("\n").filter((line) => line !== "")).toHaveLength(1);
      expect(err).toMatch(/^lanekeeper: other: https:.* asks who you are\n/);
      expect(code).toBe(2);
      expect(JSON.stringify(pve.requests)).not.toContain("SECRET-OF-ANOTHER");
    } finally {
      await pve.stop();
    }
  });

  it.each<readonly [string, readonly string[], RegExp]>([
    ["a name that is none", ["--cluster", "hme"], /no cluster hme is named.*\n.*home, attic, cellar/],
    ["a name and a source", ["--cluster", "home", "--from", "x"], /--cluster names its sources/],
    ["all, and one", ["--cluster", "home", "--all-clusters"], /--all-clusters takes every cluster/],
  ])("refuse %s", async (_, args, line) => {
    threeClusters();
    const { out, err, code } = await lanekeeper("audit", ...args);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toMatch(line);
  });

  it.each<readonly [string, string, RegExp]>([
    ["a token", "home: { from: x, token: 'a@b!c=TOP' }", /home\.token: a policy file holds no secrets/],
    ["a password", "home: { from: x, password: TOP }", /home\.password: a policy file holds no secrets/],
    ["a slip of the pen", "home: { from: x, tokenn: 'a@b!c=TOP' }", /home\.tokenn is not a key/],
    ["a token at a loss", "home: { from: x, key: 'a@b!c=TOP' }", /home\.key is not a key/],
    ["a password in an address", "home: { from: 'ssh://root:TOP@pve1' }", /an address holds no password/],
    ["a wrong fingerprint", "home: { from: x, fingerprints: { pve1: 12:34 } }", /pve1: 32 pairs/],
    ["no source", "home: { ca: x }", /clusters\.home lacks from/],
    ["a typo", "home: { from: x, tokenfile: y }", /tokenfile is not a key.*tokenFile/],
    ["a policy in a policy", "home: { from: x, policy: { extends: y } }", /policy\.extends is not a key/],
  ])("refuse %s with its place, and repeat no secret", async (_, text, line) => {
    folder.put("lanekeeper.yaml", `clusters:\n  ${text}\n`);
    const { out, err, code } = await lanekeeper("audit", "--all-clusters");
    expect([code, out]).toEqual([2, ""]);
    expect(err).toMatch(line);
    expect(err).toMatch(/lanekeeper\.yaml:\d+:\d+/);
    expect(err).not.toContain("TOP");
  });
});
