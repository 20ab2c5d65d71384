import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ApplyOutcome } from "../../src/apply/apply-plan.ts";
import { sameValue } from "../../src/apply/same-value.ts";
import { Failure } from "../../src/model/failure.ts";
import type { Plan } from "../../src/model/plan.ts";
import { parseGuestConf } from "../../src/model/syntax/guest-conf.ts";
import { guestFiles, guestPath } from "../simulated-pve/cluster-state.ts";
import { type SimulatedPve, startSimulatedPve } from "../simulated-pve/simulated-pve.ts";
import { applyDirectly, journalsIn } from "./apply-directly.ts";
import { checkInvariants, momentOf } from "./invariants.ts";
import { labCluster } from "./lab-cluster.ts";
import { planFor, type WantedChange } from "./plan-for.ts";
import { bring, byOthers, type Trouble, trouble, wantedChanges } from "./random-trouble.ts";

/** `LANEKEEPER_INTERLEAVINGS=2000`, as in CI, runs so many. */
const runs = Number(process.env["LANEKEEPER_INTERLEAVINGS"] ?? 400);

/** Most of a run is waiting for answers that never come: eight clusters wait at once. */
const seeds = Array.from({ length: 8 }, (_, index) => 20261122 + index);

describe("apply under random trouble", () => {
  it.concurrent.each(seeds)(
    "loses nothing, writes only what was planned and announced, and a later run finishes (seed %i)",
    { timeout: 3_600_000 },
    async (seed) => {
      const pve = await startSimulatedPve({ snapshot: labCluster });
      const files = new Map(pve.state.files);
      try {
        await fc.assert(
          fc.asyncProperty(
            wantedChanges,
            fc.array(fc.array(trouble, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 2 }),
            (wanted, troubles) => survives(pve, files, wanted, troubles),
          ),
          { seed, numRuns: Math.ceil(runs / seeds.length), endOnFailure: runs > 1000 },
        );
      } finally {
        await pve.stop();
      }
    },
  );
});

async function survives(
  pve: SimulatedPve,
  files: ReadonlyMap<string, string>,
  wanted: readonly WantedChange[],
  troubles: readonly (readonly Trouble[])[],
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "lanekeeper-"));
  pve.state.files.clear();
  for (const [path, text] of files) pve.state.files.set(path, text);
  const plan = planFor(pve.state, wanted);
  const before = momentOf(pve.state);
  const foreign = new Set(
    [101, 102, 103, 105].flatMap((vmid) => [`${vmid} onboot`, `${vmid} lock`, `${vmid} scsi0 shared`]),
  );
  foreign.add("102 before/scsi0");
  const edited = troubles.flat().filter(({ kind }) => byOthers.has(kind));
  const check = (): void => checkInvariants(before, pve.state, plan, journalsIn(folder), foreign);
  try {
    for (const some of troubles) {
      for (const one of some) bring(pve, one);
      const outcome = await underTrouble(pve, plan, folder);
      pve.clearFaults();
      if (some.some(({ kind }) => kind === "late")) await lateOnes();
      check();
      if (edited.length === 0) saysTheTruth(pve, outcome, plan);
    }
    unlock(pve);
    const last = await applyDirectly(pve, plan, folder, undefined, 20_000);
    check();
    if (edited.length === 0)
      expect(
        last.results.filter(({ outcome }) => !["active", "pending", "already"].includes(outcome)),
      ).toEqual([]);
  } finally {
    pve.clearFaults();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A machine under load may not even say its version within the short time: then nothing was begun. */
async function underTrouble(pve: SimulatedPve, plan: Plan, folder: string): Promise<ApplyOutcome> {
  try {
    return await applyDirectly(pve, plan, folder, undefined, 120);
  } catch (error) {
    if (error instanceof Failure && error.code === "unreachable") return { results: [] };
    throw error;
  }
}

/** Writes that were slower than the one who asked. */
function lateOnes(): Promise<void> {
  return new Promise((over) => setTimeout(over, 250));
}

function unlock(pve: SimulatedPve): void {
  for (const { vmid, node, text } of guestFiles(pve.state))
    pve.state.files.set(guestPath(node, vmid), text.replace(/^lock: backup\n/m, ""));
}

/** What is told to be done is in the file. */
function saysTheTruth(pve: SimulatedPve, { results }: ApplyOutcome, plan: Plan): void {
  for (const { step, vmid, outcome } of results) {
    if (!["active", "pending", "already"].includes(outcome)) continue;
    const wanted = plan.steps.find(({ id }) => id === step);
    const text = guestFiles(pve.state).find((guest) => guest.vmid === vmid)?.text ?? "";
    const { current, pending } = parseGuestConf(text);
    const option = wanted?.option ?? "";
    const value = pending?.entries.get(option)?.value ?? current.entries.get(option)?.value ?? null;
    expect(sameValue(option, value, wanted?.to ?? null), `${step} ${outcome}: ${value}`).toBe(true);
  }
}
