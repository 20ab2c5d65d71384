import { chmodSync, readFileSync } from "node:fs";
import { hostname } from "node:os";
import { beforeEach, describe, expect, it } from "vitest";
import { type ApplyOutcome, applyPlan } from "../../src/apply/apply-plan.ts";
import { nodesDoor } from "../../src/apply/nodes-door.ts";
import { startRun } from "../../src/apply/start-run.ts";
import { localCommands, type NodeCommands } from "../../src/connect/node-commands.ts";
import type { HostStep, Plan } from "../../src/model/plan.ts";
import { stateFromSnapshot } from "../simulated-pve/state-from-snapshot.ts";
import { useTemporaryFolder } from "../support/temporary-folder.ts";
import { directStep } from "./direct-step.ts";
import { labCluster } from "./lab-cluster.ts";
import { planFor } from "./plan-for.ts";

const folder = useTemporaryFolder();
const own = hostname().split(".")[0] ?? "";

/** Commands of a node that answer from files beside them, and write down the words they were given. */
function command(name: string, body: string): void {
  const path = folder.put(
    `bin/${name}`,
    `#!/bin/sh\nfor word; do printf '[%s]' "$word"; done >> ${folder.at("calls")}\necho >> ${folder.at("calls")}\n${body}\n`,
  );
  chmodSync(path, 0o755);
}

const rows = (drive: string, digest: string): string =>
  JSON.stringify([
    { key: "scsi0", value: drive },
    { key: "digest", value: digest },
  ]);

beforeEach(() => {
  folder.put("pending.json", rows("san:vm-102-disk-0,ro=0,size=8G", plan().steps[0]?.digest ?? ""));
  folder.put("after.json", rows("san:vm-102-disk-0,discard=on,ro=0,size=8G", "1".repeat(40)));
  command(
    "pvesh",
    `case "$2" in */pending) cat ${folder.at("pending.json")};; */status/current) echo '{"status":"stopped"}';;
      *) echo '[{"type":"qemu","vmid":102,"node":"${own}"},{"type":"qemu","vmid":101,"node":"elsewhere"}]';; esac`,
  );
  command("qm", `cp ${folder.at("after.json")} ${folder.at("pending.json")}`);
});

const plan = (): Plan =>
  planFor(stateFromSnapshot(labCluster, {}), [{ vmid: 102, option: "scsi0", edits: { discard: "on" } }]);

async function apply(
  work: Plan,
  others: readonly NodeCommands[] = [],
  undoing?: { readonly guestsStay: boolean },
): Promise<ApplyOutcome> {
  const commands = localCommands({ PATH: `${folder.at("bin")}:/usr/bin:/bin` });
  const begin = { tool: work.tool, cluster: work.cluster, plan: "x" };
  const run = startRun({
    door: nodesDoor(commands, others),
    folder: folder.at("journal"),
    now: () => "2026-11-22T10:00:00.000Z",
    begin,
    wait: async () => {},
  });
  const { steps, hostSteps } = work;
  return await applyPlan(run, {
    steps,
    hostSteps,
    leftOut: [],
    commandsOf: (node) => (node === own ? commands : undefined),
    ended: () => {},
    ...(undoing === undefined ? {} : { undoing }),
  });
}

const calls = (): string => readFileSync(folder.at("calls"), "utf8");

describe("apply on a node", () => {
  it("writes with qm, word by word, and with the digest it has just read", async () => {
    const { results } = await apply(plan());
    expect(results).toMatchObject([{ step: "102-scsi0", outcome: "active" }]);
    const digest = plan().steps[0]?.digest;
    expect(calls()).toContain(
      `[set][102][--scsi0][san:vm-102-disk-0,ro=0,discard=on][--digest][${digest}]\n`,
    );
    expect(calls()).toContain(`[get][/nodes/${own}/qemu/102/pending][--output-format][json]\n`);
    expect(calls()).toContain("[get][/cluster/resources][--type][vm][--output-format][json]\n");
  });

  it("says what qm says, and looks whether anything changed", async () => {
    command("qm", "echo 'checksum mismatch (file change by other user?)' >&2; exit 255");
    expect((await apply(plan())).results).toMatchObject([
      { outcome: "failed", message: expect.stringContaining("checksum mismatch") },
    ]);
  });

  it("writes a guest of another node there, where that node is reached too", async () => {
    const written: string[] = [];
    const elsewhere: NodeCommands = {
      node: "elsewhere",
      who: "root on elsewhere",
      run: async (argv) => {
        written.push(argv.join(" "));
        folder.put("pending.json", readFileSync(folder.at("after.json")));
        return { ok: true, output: "" };
      },
      close: async () => {},
    };
    const [step] = plan().steps;
    if (step === undefined) throw new Error("no step");
    const { results } = await apply({ ...plan(), steps: [{ ...step, vmid: 101, id: "101-scsi0" }] }, [
      elsewhere,
    ]);
    expect(results).toMatchObject([{ outcome: "active" }]);
    expect(written).toEqual([expect.stringContaining("qm set 101 --scsi0 san:vm-102-disk-0")]);
    expect(calls()).not.toContain("[set]");
  });

  it("leaves a guest of another node to that node", async () => {
    const [step] = plan().steps;
    if (step === undefined) throw new Error("no step");
    const { results } = await apply({ ...plan(), steps: [{ ...step, vmid: 101, id: "101-scsi0" }] });
    expect(results).toMatchObject([
      { outcome: "failed", message: expect.stringContaining("it is on elsewhere") },
    ]);
    expect(calls()).not.toContain("[set]");
  });
});

describe("a host step", () => {
  const step: HostStep = { ...directStep, id: "tank-direct", node: own };
  const zfs = (set: string): void => {
    folder.put("value", "standard\n");
    command("zfs", `case "$1" in get) cat ${folder.at("value")};; set) ${set};; esac`);
  };
  const only = (hostSteps: readonly HostStep[]): Plan => ({ ...plan(), steps: [], hostSteps });

  it("is read, written down, run and read again", async () => {
    zfs(`echo disabled > ${folder.at("value")}`);
    expect((await apply(only([step]))).results).toMatchObject([{ outcome: "active", after: "disabled" }]);
    expect((await apply(only([step]))).results).toMatchObject([{ outcome: "already" }]);
  });

  it("is left alone where it is not as planned, or on a node that is not reached", async () => {
    zfs("exit 1");
    expect((await apply(only([{ ...step, from: "always" }]))).results).toMatchObject([
      { outcome: "refused" },
    ]);
    expect((await apply(only([{ ...step, node: "pve9" }]))).results).toMatchObject([{ outcome: "refused" }]);
    expect(calls()).not.toContain("[set]");
  });

  it("fails with zfs's own words; a drive that needs it is not written then", async () => {
    zfs("echo 'cannot set property: permission denied' >&2; exit 1");
    const [first] = plan().steps;
    if (first === undefined) throw new Error("no step");
    const { results } = await apply({
      ...plan(),
      steps: [{ ...first, needs: [step.id] }],
      hostSteps: [step],
    });
    expect(results).toMatchObject([
      { outcome: "failed", message: "cannot set property: permission denied" },
      {
        outcome: "refused",
        message: expect.stringMatching(/relies on tank-direct.*then a new plan: zfs set/),
      },
    ]);
  });

  it("is taken back after the guests, and only where all of them are back", async () => {
    zfs(`echo disabled > ${folder.at("value")}`);
    const both = { ...plan(), hostSteps: [step] };
    expect((await apply(both, [], { guestsStay: true })).results).toMatchObject([
      { step: "102-scsi0", outcome: "active" },
      { step: "tank-direct", outcome: "refused", message: expect.stringContaining("may rely on it") },
    ]);
    folder.put("pending.json", rows("san:vm-102-disk-0,ro=0,size=8G,ssd=1", "2".repeat(40)));
    expect((await apply(both, [], { guestsStay: false })).results).toMatchObject([
      { step: "102-scsi0", outcome: "refused" },
      { step: "tank-direct", outcome: "refused" },
    ]);
    folder.put("pending.json", rows("san:vm-102-disk-0,ro=0,size=8G", plan().steps[0]?.digest ?? ""));
    expect((await apply(both, [], { guestsStay: false })).results).toMatchObject([
      { step: "102-scsi0", outcome: "active" },
      { step: "tank-direct", outcome: "active" },
    ]);
  });
});
