import { chmodSync, cpSync, readdirSync, readFileSync } from "node:fs";
import { afterEach, describe, expect, it } from "vitest";
import { readSshTarget, runOverSsh } from "../../src/connect/ssh.ts";
import { type AuditReport, factsScript } from "../../src/index.ts";
import { demoCluster } from "../support/fake-node.ts";
import { runCli } from "../support/run-cli.ts";
import { useTemporaryFolder } from "../support/temporary-folder.ts";
import {
  clientEnv,
  forgeKnownKey,
  isRoot,
  killSession,
  newKey,
  type Sshd,
  type SshdOptions,
  shOn,
  startSshd,
  withoutSshd,
} from "./sshd.ts";

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

const audit = (sources: readonly Sshd[], more: readonly string[] = []) =>
  runCli(["audit", ...sources.flatMap(({ source }) => ["--from", source]), "--format", "json", ...more], {
    env: { ...clientEnv(folder), LANG: "C.UTF-8" },
  });

const reportOf = ({ out }: { readonly out: string }): AuditReport => JSON.parse(out) as AuditReport; // what audit prints
const demo = async (): Promise<AuditReport> =>
  reportOf(await runCli(["audit", "--demo", "--format", "json"]));

/** Without what time alone brings about: the recorded replication runs are old by now. */
const said = ({ findings }: AuditReport): readonly string[] =>
  findings
    .filter(({ rule }) => rule !== "guest/replication-failing")
    .map(({ rule, subject, severity }) => `${severity} ${rule} ${JSON.stringify(subject)}`);
const unread = ({ unreadableFiles }: AuditReport): readonly string[] =>
  unreadableFiles.map(({ path, reason }) => `${path}: ${reason}`);

describe.skipIf(withoutSshd !== "")(`over a real sshd${withoutSshd}`, () => {
  it("finds on three nodes what their outputs in files show", async () => {
    const nodes = [await start("pve1"), await start("pve2"), await start("pve3")];
    const live = await audit(nodes);
    const files = await demo();
    expect(live.err).toBe("");
    expect(live.code).toBe(1);
    const report = reportOf(live);
    expect(report.sources.map(({ kind, name }) => [kind, name])).toEqual(
      nodes.map(({ source }) => ["ssh", source]),
    );
    expect(said(report)).toEqual(said(files));
    expect(report.guests).toHaveLength(files.guests.length);
    expect(report.contradictions).toEqual([]);
  });

  it("asks the first node alone for the configs", async () => {
    const logged = (node: string): SshdOptions => ({
      commands: { sh: shOn(node, demoCluster, `/usr/bin/tee "${folder.at("script")}-${node}" | /bin/sh -s`) },
    });
    await audit([await start("pve1", logged("pve1")), await start("pve2", logged("pve2"))]);
    const scripts = readdirSync(folder.at("."))
      .filter((name) => name.startsWith("script-"))
      .map((name) => [name, readFileSync(folder.at(name), "utf8").includes("etc/pve/tree")]);
    expect(scripts).toEqual([
      ["script-pve1", true],
      ["script-pve2", false],
    ]);
  });

  it("names the one of two that is down, and takes the configs from the other", async () => {
    const [down, up] = [await start("pve1"), await start("pve2")];
    await down.stop();
    const result = await audit([down, up]);
    expect(unread(reportOf(result))).toContainEqual(
      expect.stringMatching(/^ssh:\/\/\w+@pve1: ssh does not reach \w+@pve1: .*Connection refused$/),
    );
    expect(reportOf(result).guests).toHaveLength((await demo()).guests.length);
    expect(reportOf(result).open.length).toBeGreaterThan(0);
    const alone = await audit([down]);
    expect([alone.code, alone.out]).toEqual([2, ""]);
    expect(alone.err).toMatch(/^lanekeeper: ssh does not reach \w+@pve1: .*Connection refused\n.*\n$/);
  });

  it("does not go where the host key has changed, or is not known and nobody can be asked", async () => {
    const nodes = [await start("pve1"), await start("pve2")];
    forgeKnownKey(folder, nodes[0]?.port ?? 0);
    const changed = await audit(nodes);
    expect([changed.code, changed.out]).toEqual([2, ""]);
    expect(changed.err).toMatch(
      /^lanekeeper: the host key of \w+@pve1 is another than the one known here;.*\n.*\n$/,
    );
    folder.put("known_hosts", "");
    const unknown = await audit(nodes.slice(0, 1));
    expect([unknown.code, unknown.out]).toEqual([2, ""]);
    expect(unknown.err).toMatch(/^lanekeeper: the host key of \w+@pve1 is not known here,.*\n.*\n$/);
  });

  it("says who is not let in", async () => {
    const pve1 = await start("pve1");
    folder.put("authorized-pve1", readFileSync(`${newKey(folder, "other")}.pub`, "utf8"));
    const { err, code } = await audit([pve1]);
    expect(code).toBe(2);
    expect(err).toMatch(/^lanekeeper: ssh does not reach \w+@pve1: .*Permission denied \(publickey\)/);
  });

  it("takes a forced command that prints the facts, and refuses another", async () => {
    const script = folder.put("facts.sh", factsScript());
    const facts = await start("pve1", { keyOptions: `command="sh -s <'${script}'",restrict` });
    expect(reportOf(await audit([facts])).guests).toHaveLength((await demo()).guests.length);
    const other = await start("pve2", { keyOptions: 'command="echo only backups here",restrict' });
    const { err, code } = await audit([other]);
    expect(code).toBe(2);
    expect(err).toMatch(/^lanekeeper: ssh:\/\/\w+@pve2 let us in and ran no script\n/);
  });

  it("reads on after a banner and what the login prints", async () => {
    const banner = folder.put("banner", "Property of \u001b[31mexample.org\u001b[0m\n=0= pve1 end\n");
    const sh = `echo "Last login: today"; ${shOn("pve1")}`;
    const pve1 = await start("pve1", { config: `Banner ${banner}`, commands: { sh } });
    const result = await audit([pve1]);
    expect(result.err).toBe("");
    expect(reportOf(result).guests).toHaveLength((await demo()).guests.length);
    folder.put("authorized-pve1", "");
    expect((await audit([pve1])).err).not.toContain("\u001b");
  });

  it("gives up on a node that hangs", async () => {
    const pve1 = await start("pve1", { commands: { sh: "exec /bin/sleep 600" } });
    const reading = runOverSsh(readSshTarget(pve1.source), factsScript(), {
      mayAsk: false,
      env: clientEnv(folder),
      within: 2_000,
    });
    await expect(reading).rejects.toMatchObject({ code: "shell-failed" });
  });

  it("names every config that was lost where the connection broke", async () => {
    const before = reportOf(await audit([await start("pve1")]));
    const sed = `case "$*" in *qemu-server/302.conf) ;; *) exec /bin/sed "$@" ;; esac\n${killSession}`;
    const result = await audit([await start("pve2", { commands: { sed } })]);
    const report = reportOf(result);
    const read = new Set(report.guests.map(({ vmid }) => vmid));
    expect(read.size).toBeGreaterThan(0);
    const lost = before.guests.filter(({ vmid }) => !read.has(vmid));
    expect(lost.length).toBeGreaterThan(0);
    for (const { vmid, node } of lost)
      expect(unread(report)).toContainEqual(
        expect.stringContaining(`nodes/${node}/qemu-server/${vmid}.conf`),
      );
  });

  it.skipIf(!isRoot)("says what an ordinary user may not read (only root can become one)", async () => {
    cpSync(demoCluster, folder.at("pve"), { recursive: true });
    chmodSync(folder.at("."), 0o755);
    chmodSync(folder.at("pve"), 0o700);
    const asNobody = "/usr/bin/setpriv --reuid=65534 --regid=65534 --clear-groups /bin/sh -s";
    const denied = { zpool: "exit 1", lvs: "exit 5", qm: "exit 2" };
    const sh = shOn("pve1", folder.at("pve"), asNobody);
    const sudo = `[ "$*" = "-n sh -s" ] || exit 1; ${shOn("pve1", folder.at("pve"))}`;
    const pve1 = await start("pve1", { commands: { ...denied, sh, sudo } });
    const alone = await audit([pve1]);
    expect(alone.code).toBe(2);
    expect(alone.err).toMatch(/holds no readable guest config/);
    const withCopy = await audit([pve1], ["--from", demoCluster]);
    expect(unread(reportOf(withCopy))).toContain("facts/pve1/zpool-status.txt: exit code 1");
    const asRoot = await audit([pve1], ["--sudo"]);
    expect(reportOf(asRoot).guests).toHaveLength((await demo()).guests.length);
  });
});
