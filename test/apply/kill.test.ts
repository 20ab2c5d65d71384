import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Plan } from "../../src/model/plan.ts";
import type { FaultEffect } from "../simulated-pve/faults.ts";
import { type SimulatedPve, startSimulatedPve } from "../simulated-pve/simulated-pve.ts";
import { journalsIn } from "./apply-directly.ts";
import { checkInvariants, type Moment, momentOf } from "./invariants.ts";
import { labCluster } from "./lab-cluster.ts";
import { planFor } from "./plan-for.ts";
import { builtCli, type SpawnedCli, spawnCli } from "./spawned-cli.ts";

let root: string;
let cli: string;
let pve: SimulatedPve;
let files: ReadonlyMap<string, string>;
let plan: Plan;
let before: Moment;
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "lanekeeper-"));
  cli = await builtCli(root);
  pve = await startSimulatedPve({ snapshot: labCluster });
  files = new Map(pve.state.files);
  before = momentOf(pve.state);
  plan = planFor(
    pve.state,
    [
      { vmid: 101, option: "scsihw", edits: { "": "virtio-scsi-single" } },
      { vmid: 101, option: "scsi0", edits: { cache: null, iothread: "1" } },
      { vmid: 102, option: "scsi0", edits: { discard: "on" } },
    ],
    { snapshot: { takenAt: new Date().toISOString(), sources: [], sha256: "" } },
  );
  writeFileSync(join(root, "plan.json"), JSON.stringify(plan));
  writeFileSync(join(root, "ca.pem"), pve.ca);
});
afterAll(async () => {
  await pve.stop();
  rmSync(root, { recursive: true, force: true });
});

const run = (journal: string, words: readonly string[] = ["apply", join(root, "plan.json")]): SpawnedCli =>
  spawnCli(
    cli,
    [...words, "--from", pve.url("pve3"), "--ca", join(root, "ca.pem"), "--journal", journal, "--yes"],
    { LANEKEEPER_WRITE_TOKEN: pve.token(), HOME: root },
  );

function reset(): void {
  pve.clearFaults();
  pve.state.files.clear();
  for (const [path, text] of files) pve.state.files.set(path, text);
}

const wanted = [
  "iothread=1,replicate=0,serial=abc",
  "scsihw: virtio-scsi-single",
  "scsi0: san:vm-102-disk-0,discard=on,ro=0,size=8G",
];

function expectAllThere(): void {
  const text = [...pve.state.files.values()].join("\n");
  for (const part of wanted) expect(text).toContain(part);
}

describe("kill -9 at every request", () => {
  it("does all of it where nobody kills it", async () => {
    reset();
    const from = pve.requests.length;
    const { code, out, err } = await run(join(root, "whole")).ended;
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toContain("Not in force until stopped and started: 101 (scsihw, scsi0)");
    expectAllThere();
    // version, status, list, and for each step two readings, the write, two readings
    expect(pve.requests.length - from).toBe(18);
    const back = await run(join(root, "whole"), ["rollback", "last"]).ended;
    expect({ code: back.code, err: back.err }).toEqual({ code: 0, err: "" });
    for (const [path, text] of files) expect(pve.state.files.get(path)).toBe(text);
  });

  it.each(
    ["before the request is carried out", "after it, and before the answer"].flatMap((when, after) =>
      Array.from({ length: 18 }, (_, index) => [index + 1, when, after === 1] as const),
    ),
  )("request %i, %s: nothing is lost, and a second run finishes", async (nth, _, after) => {
    reset();
    const journal = mkdtempSync(join(root, "journal-"));
    const first = run(journal);
    const kill = (): void => void first.child.kill("SIGKILL");
    const effect: FaultEffect = after ? { kind: "lost", meanwhile: kill } : { kind: "change", change: kill };
    pve.fault({ on: { nth }, effect });
    // what was received is carried out all the same: the one who asked is gone, the node is not
    expect((await first.ended).code).toBeNull();
    pve.clearFaults();
    checkInvariants(before, pve.state, plan, journalsIn(journal));
    const second = await run(journal).ended;
    expect({ code: second.code, err: second.err }).toEqual({ code: 0, err: "" });
    expectAllThere();
    checkInvariants(before, pve.state, plan, journalsIn(journal));
  });

  it.each([1, 2, 3])("write %i announced and never received: a second run writes it", async (nth) => {
    reset();
    const journal = mkdtempSync(join(root, "journal-"));
    const first = run(journal);
    const change = (): void => void first.child.kill("SIGKILL");
    pve.fault({ on: { method: "PUT", nth }, effect: { kind: "change", change } });
    pve.fault({ on: { method: "PUT", nth }, effect: { kind: "reset" } });
    await first.ended;
    pve.clearFaults();
    const puts = pve.requests.filter(({ method }) => method === "PUT").length;
    expect((await run(journal).ended).code).toBe(0);
    expect(pve.requests.filter(({ method }) => method === "PUT").length - puts).toBe(4 - nth);
    expectAllThere();
    checkInvariants(before, pve.state, plan, journalsIn(journal));
  });
});
