import { chmodSync, cpSync } from "node:fs";
import { afterEach, describe, expect, it } from "vitest";
import { type AccessReport, factsScript } from "../../src/index.ts";
import { demoSnapshot } from "../api/demo-snapshot.ts";
import { startSimulatedPve } from "../simulated-pve/simulated-pve.ts";
import { demoCluster, fakeNode } from "../support/fake-node.ts";
import { runCli } from "../support/run-cli.ts";
import { useTemporaryFolder } from "../support/temporary-folder.ts";
import { clientEnv, isRoot, type Sshd, type SshdOptions, shOn, startSshd, withoutSshd } from "./sshd.ts";

const folder = useTemporaryFolder();
const running: Sshd[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((sshd) => sshd.stop()));
});

async function start(node: string, options?: SshdOptions): Promise<Sshd> {
  const sshd = await startSshd(folder, node, options);
  running.push(sshd);
  return sshd;
}

const doctor = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  runCli(["doctor", ...args], {
    env: { ...clientEnv(folder), LANG: "C.UTF-8", COLUMNS: "120", ...env },
    folder: folder.at("."),
  });
const from = (...nodes: readonly Sshd[]): readonly string[] =>
  nodes.flatMap(({ source }) => ["--from", source]);

describe.skipIf(withoutSshd !== "")(`doctor over a real sshd${withoutSshd}`, () => {
  it("says what each group gives, and which nodes nobody asks", async () => {
    const { code, out, err } = await doctor(from(await start("pve1")));
    expect({ code, err }).toEqual({ code: 1, err: "" });
    expect(out).toMatch(/✓ configs +10 guests, 6 files/);
    expect(out).toMatch(/✓ ZFS pools +2 pools/);
    expect(out).toMatch(/✓ guest agents +asked 3, 3 answer/);
    expect(out).toMatch(
      /\? nodes +pve2, pve3 are not asked: .* stays open\n +→ --from ssh:\/\/root@pve2 --from ssh:\/\/root@pve3\n/,
    );
    expect(out).toContain("It works, with 1 gap");
  });

  it("is content where all nodes are asked, with a block each", async () => {
    const nodes = [await start("pve1"), await start("pve2"), await start("pve3")];
    const { code, out } = await doctor([...from(...nodes), "--format", "json"]);
    const reports = JSON.parse(out) as readonly AccessReport[]; // what doctor prints
    expect(reports.map(({ node }) => node)).toEqual(["pve1", "pve2", "pve3"]);
    expect(
      reports.flatMap(({ checks }) => checks).filter(({ state }) => state === "gap" || state === "failed"),
    ).toEqual([]);
    expect(code).toBe(0);
  });

  it("takes what the API has of the other nodes for half of it, and a cluster by its name", async () => {
    const pve = await startSimulatedPve({ snapshot: await demoSnapshot() });
    const { source } = await start("pve1");
    folder.put(
      "lanekeeper.yaml",
      `clusters:\n  home:\n    from: ["${pve.url("pve1")}", "${source}"]\n    fingerprints: { "127.0.0.1": "${pve.fingerprint("pve1")}" }\n`,
    );
    const { code, out } = await doctor(["--cluster", "home"], { LANEKEEPER_TOKEN: pve.token() });
    await pve.stop();
    expect(out).toMatch(/· nodes +pve2, pve3 are not asked: .* from the API alone/);
    expect(out).toContain("All that the API tells can be read.");
    expect(code).toBe(0);
  });

  it("says of a forced command of an earlier version that it does not tell who runs it", async () => {
    const script = folder.put("facts.sh", factsScript().replace("ask id.txt id\n", ""));
    const { out } = await doctor(
      from(await start("pve1", { keyOptions: `command="sh -s <'${script}'",restrict` })),
    );
    expect(out).toMatch(/· login +the script does not say who runs it/);
  });

  it("says where an access ends", async () => {
    const down = await start("pve1");
    await down.stop();
    expect(await doctor(from(down))).toMatchObject({
      code: 2,
      out: expect.stringMatching(/✗ reach +ssh does/),
    });
    const other = await start("pve2", { keyOptions: 'command="echo only backups here",restrict' });
    expect(await doctor(from(other))).toMatchObject({
      code: 2,
      out: expect.stringMatching(/✗ script +.* ran no script/),
    });
    folder.put("known_hosts", "");
    expect(await doctor(from(other))).toMatchObject({ code: 2, out: expect.stringMatching(/✗ login /) });
  });

  it("counts a command that is missing, hangs or prints half of it as a gap", async () => {
    const commands = { zpool: "exit 127", lvs: "exit 124", findmnt: "echo '{'" };
    const { code, out } = await doctor(from(await start("pve1", { commands })));
    expect(out).toMatch(/\? ZFS pools +zpool status -LP: exit code 127, there is no such command/);
    expect(out).toMatch(/\? LVM +lvs .*: exit code 124, took longer than two\s+minutes/);
    expect(out).toMatch(/\? mounts +findmnt /);
    expect(code).toBe(1);
  });

  it.skipIf(!isRoot)("says what a login that is not root lacks (only root can become one)", async () => {
    cpSync(demoCluster, folder.at("pve"), { recursive: true });
    chmodSync(folder.at("."), 0o755);
    chmodSync(folder.at("pve"), 0o700);
    const asNobody = "/usr/bin/setpriv --reuid=65534 --regid=65534 --clear-groups /bin/sh -s";
    const sh = shOn("pve1", folder.at("pve"), asNobody);
    const sudo = `[ "$*" = "-n sh -s" ] || exit 1; ${shOn("pve1", folder.at("pve"))}`;
    const pve1 = await start("pve1", { commands: { zpool: "exit 1", qm: "exit 2", sh, sudo } });
    const alone = await doctor(from(pve1));
    expect(alone.code).toBe(2);
    expect(alone.out).toMatch(/· login +nobody, not root/);
    expect(alone.out).toMatch(/✗ configs +\/etc\/pve cannot be listed/);
    expect(alone.out).toMatch(/\? run state +qm list: exit code 2, and this login is not root/);
    expect(alone.out).toMatch(/\? guest agents +not asked/);
    expect(alone.out).toContain(`command="/usr/local/sbin/lanekeeper-facts",restrict ssh-ed25519`);
    const withConfigs = await doctor(from(pve1, await start("pve2")));
    expect(withConfigs.code).toBe(1);
    expect(withConfigs.out).toMatch(/\? configs +\/etc\/pve cannot be listed/);
    const bySudo = await doctor([...from(pve1), "--sudo"]);
    expect(bySudo.out).toMatch(/✓ login +root, by sudo/);
    expect(bySudo.out).toMatch(/✓ configs +10 guests/);
  });
});

describe("doctor on a node", () => {
  it("tries the node it runs on without being told, and nothing with --demo", async () => {
    const machine = fakeNode(folder, "pve1");
    expect(await runCli(["doctor"], { machine })).toMatchObject({
      code: 1,
      out: expect.stringMatching(/^node\n[\s\S]*✓ disks +7 disks/),
    });
    expect(await runCli(["doctor", "--demo"], { machine })).toMatchObject({ code: 2, out: "" });
    expect(await runCli(["doctor"])).toMatchObject({ code: 2, out: "" });
    expect(await runCli(["doctor", "--from", demoCluster])).toMatchObject({ code: 2, out: "" });
  });
});
