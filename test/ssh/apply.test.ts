import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { HostStep, Plan } from "../../src/model/plan.ts";
import type { RunOutput } from "../../src/model/run-output.ts";
import { readStorageProperty } from "../../src/model/storage-property.ts";
import { readTimerState } from "../../src/model/timer-state.ts";
import { labCluster } from "../apply/lab-cluster.ts";
import { planFor } from "../apply/plan-for.ts";
import { builtCli, spawnCli } from "../apply/spawned-cli.ts";
import { stateFromSnapshot } from "../simulated-pve/state-from-snapshot.ts";
import { runCli } from "../support/run-cli.ts";
import { useTemporaryFolder } from "../support/temporary-folder.ts";
import { clientEnv, killSession, type Sshd, type SshdOptions, shOn, startSshd, withoutSshd } from "./sshd.ts";

const folder = useTemporaryFolder();
const running: Sshd[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((sshd) => sshd.stop()));
});

/** Commands that keep what they set in files, and warn of the locale as perl does on many a node. */
const warned = (body: string): string => `echo 'perl: warning: Setting locale failed.' >&2\n${body}`;
const kept = (words: string): string => `"${folder.at("state")}/$(echo "${words}" | tr / _)"`;

const commands = (): Readonly<Record<string, string>> => ({
  hostname: "echo pve2",
  pvesh: warned(`case "$2" in
/cluster/status) echo '[{"type":"cluster","name":"lab"},{"type":"node","name":"pve1"},{"type":"node","name":"pve2"},{"type":"node","name":"pve3"}]' ;;
/cluster/resources) echo '[{"type":"qemu","vmid":102,"node":"pve2","name":"db"}]' ;;
*/pending) cat ${folder.at("pending.json")} ;;
*) echo '{"status":"stopped"}' ;;
esac`),
  qm: warned(
    `echo "$@" >> ${folder.at("calls")}; cp ${folder.at("after.json")} ${folder.at("pending.json")}`,
  ),
  zfs: warned(`case "$1" in
get) cat ${kept("$6 $5")} 2>/dev/null || echo standard ;;
set) IFS== read -r key value <<.
$2
.
echo "$value" > ${kept("$3 $key")} ;;
inherit) rm ${kept("$3 $2")} ;;
esac`),
  systemctl: `unit=$3; [ "$1" = is-enabled ] && unit=$2
case "$1" in
is-enabled) if [ -e ${kept("$unit")} ]; then echo enabled; else echo disabled; exit 1; fi ;;
enable) : > ${kept("$unit")} ;;
disable) rm ${kept("$unit")} ;;
esac`,
  pvesm: warned(`case "$3" in
--sparse) printf '\\tsparse 1\\n' >> ${folder.at("pve/storage.cfg")} ;;
--delete) sed -i /sparse/d ${folder.at("pve/storage.cfg")} ;;
esac`),
});

const hostSteps = (): readonly HostStep[] =>
  [
    {
      id: "pve2:tank/dir:direct",
      argv: ["zfs", "set", "direct=disabled", "tank/dir"] as const,
      inverse: ["zfs", "inherit", "direct", "tank/dir"] as const,
      read: ["zfs", "get", "-Hp", "-o", "value", "direct", "tank/dir"] as const,
      from: "standard",
      to: "disabled",
    },
    {
      id: "pve2:zfs-trim-monthly@tank.timer",
      argv: ["systemctl", "enable", "--now", "zfs-trim-monthly@tank.timer"] as const,
      inverse: ["systemctl", "disable", "--now", "zfs-trim-monthly@tank.timer"] as const,
      read: readTimerState("zfs-trim-monthly@tank.timer"),
      from: "disabled",
      to: "enabled",
    },
    {
      id: "storage:tank:sparse",
      argv: ["pvesm", "set", "tank", "--sparse", "1"] as const,
      inverse: ["pvesm", "set", "tank", "--delete", "sparse"] as const,
      read: readStorageProperty("tank", "sparse"),
      from: null,
      to: "1",
    },
  ].map((step) => ({ ...step, node: "pve2", clears: [], safety: "safe", risks: [] }));

const storages = "zfspool: tank\n\tpool tank\n\tcontent images\n";

beforeEach(() => {
  folder.put("state/.keep");
  folder.put("pve/storage.cfg", storages);
  folder.put("pending.json", pending("san:vm-102-disk-0,ro=0,size=8G", plan().steps[0]?.digest ?? ""));
  folder.put("after.json", pending("san:vm-102-disk-0,discard=on,ro=0,size=8G", "1".repeat(40)));
  writeFileSync(folder.at("plan.json"), JSON.stringify(plan()));
});

const pending = (drive: string, digest: string): string =>
  JSON.stringify([
    { key: "scsi0", value: drive },
    { key: "digest", value: digest },
  ]);

const plan = (): Plan =>
  planFor(stateFromSnapshot(labCluster, {}), [{ vmid: 102, option: "scsi0", edits: { discard: "on" } }], {
    hostSteps: hostSteps(),
  });

async function start(more: SshdOptions = {}): Promise<Sshd> {
  const pve = folder.at("pve");
  const sshd = await startSshd(folder, "pve2", {
    pve,
    ...more,
    commands: { sh: shOn("pve2", pve), ...commands(), ...more.commands },
  });
  running.push(sshd);
  return sshd;
}

async function cli(words: readonly string[], { source }: Sshd): Promise<RunOutput & { code: number }> {
  const more = ["--from", source, "--host-steps", "--yes", "--format", "json", "--journal"];
  const { out, err, code } = await runCli([...words, ...more, folder.at("journal")], {
    env: { ...clientEnv(folder), LANG: "C.UTF-8" },
  });
  expect(err).toBe("");
  return { ...(JSON.parse(out) as RunOutput), code: code ?? 0 }; // what apply prints
}

const outcomes = ({ steps }: RunOutput): readonly string[] =>
  steps.map(({ step, outcome }) => `${step} ${outcome}`);
const storageText = (): string => readFileSync(folder.at("pve/storage.cfg"), "utf8");

describe.skipIf(withoutSshd !== "")(`apply over a real sshd${withoutSshd}`, () => {
  it("runs host steps and qm on the node, finds them done a second time, and takes the host's back", async () => {
    const pve2 = await start();
    const first = await cli(["apply", folder.at("plan.json")], pve2);
    expect(outcomes(first)).toEqual([
      "102-scsi0 active",
      "pve2:tank/dir:direct active",
      "pve2:zfs-trim-monthly@tank.timer active",
      "storage:tank:sparse active",
    ]);
    expect(first.code).toBe(0);
    const digest = plan().steps[0]?.digest;
    expect(readFileSync(folder.at("calls"), "utf8")).toBe(
      `set 102 --scsi0 san:vm-102-disk-0,ro=0,discard=on --digest ${digest}\n`,
    );
    expect(storageText()).toBe(`${storages}\tsparse 1\n`);

    const second = await cli(["apply", folder.at("plan.json")], pve2);
    expect(second.steps.map(({ outcome }) => outcome)).toEqual(["already", "already", "already", "already"]);

    folder.put("after.json", pending("san:vm-102-disk-0,ro=0,size=8G", "2".repeat(40)));
    const back = await cli(["rollback", first.run], pve2);
    expect(back.code).toBe(0);
    expect(back.steps.map(({ outcome }) => outcome)).toEqual(["active", "active", "active", "active"]);
    expect(storageText()).toBe(storages);
  });

  it("tells a login's own words from a command's", async () => {
    const sh = `echo 'Welcome to pve2'; ${shOn("pve2", folder.at("pve"))}`;
    const { code } = await cli(["apply", folder.at("plan.json")], await start({ commands: { sh } }));
    expect(code).toBe(0);
  });

  it("runs them with sudo where the login is not root", async () => {
    const sudo = `[ "$*" = "-n sh -s" ] || exit 1; ${shOn("pve2", folder.at("pve"))}`;
    const pve2 = await start({ commands: { sudo, sh: "exit 1" } });
    expect((await cli(["apply", folder.at("plan.json"), "--sudo"], pve2)).code).toBe(0);
  });

  it("sees what came of a command whose connection broke by reading again, and goes on", async () => {
    // done on the node, and the session ends before anybody is told
    const systemctl = `${commands()["systemctl"]}\n[ "$1" = enable ] || exit\n${killSession}`;
    const pve2 = await start({ commands: { systemctl } });
    const first = await cli(["apply", folder.at("plan.json")], pve2);
    expect(first.steps).toContainEqual(
      expect.objectContaining({
        step: "pve2:zfs-trim-monthly@tank.timer",
        outcome: "active",
        message: expect.stringContaining("broke"),
      }),
    );
    expect(first.code).toBe(0);
    expect((await cli(["apply", folder.at("plan.json")], pve2)).code).toBe(0);
  });

  it.each([
    ["before", "sleep 1", ":"],
    ["after", ":", "sleep 1"],
  ])("killed %s the node did it, a second run finishes", async (_, before, after) => {
    const begun = folder.at("begun");
    const zfs = `case "$1" in
set) touch "${begun}"; ${before}; echo disabled > ${kept("$3 direct")}; ${after} ;;
*) cat ${kept("$6 $5")} 2>/dev/null || echo standard ;;
esac`;
    const pve2 = await start({ commands: { zfs } });
    const { PATH = "", HOME = "" } = clientEnv(folder);
    const words = ["apply", folder.at("plan.json"), "--from", pve2.source, "--host-steps", "--yes"];
    const more = ["--max-age", "9999d", "--journal", folder.at("journal")];
    const first = spawnCli(await builtCli(folder.at(".")), [...words, ...more], { PATH, HOME });
    while (!existsSync(begun)) await new Promise((over) => setTimeout(over, 20));
    first.child.kill("SIGKILL");
    expect((await first.ended).code).toBeNull();
    const second = await cli(["apply", folder.at("plan.json")], pve2);
    expect(second.code).toBe(0);
    expect(readFileSync(folder.at("state/tank_dir direct"), "utf8")).toBe("disabled\n");
  });

  it("leaves everything as it is where a host step is not as planned", async () => {
    const pve2 = await start();
    folder.put("state/tank_dir direct", "always\n");
    const [needy] = plan().steps;
    const needing = [{ ...needy, needs: ["pve2:tank/dir:direct"] }];
    folder.put("plan.json", JSON.stringify({ ...plan(), steps: needing }));
    const run = await cli(
      ["apply", folder.at("plan.json"), "--only", "102", "--only", "pve2:tank/dir:direct"],
      pve2,
    );
    expect(outcomes(run)).toEqual(["pve2:tank/dir:direct refused", "102-scsi0 refused"]);
    expect(run.code).toBe(2);
  });
});
