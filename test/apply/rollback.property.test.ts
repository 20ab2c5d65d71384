import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { expect, it } from "vitest";
import { isDone } from "../../src/apply/apply-plan.ts";
import { readJournals } from "../../src/apply/journal/read-journal.ts";
import { Failure } from "../../src/model/failure.ts";
import { type SimulatedPve, startSimulatedPve } from "../simulated-pve/simulated-pve.ts";
import { applyDirectly, rollbackDirectly } from "./apply-directly.ts";
import { effective } from "./invariants.ts";
import { labCluster } from "./lab-cluster.ts";
import { planFor } from "./plan-for.ts";
import { bring, byOthers, type Trouble, trouble, wantedChanges } from "./random-trouble.ts";
import { restartDirectly } from "./restart-directly.ts";

/** Nobody else writes, and what is locked would stay so. */
const ofTheWay = trouble.filter(({ kind }) => !byOthers.has(kind) && kind !== "lock");

it("a rollback, cut off and said once more, brings every guest back, whatever befell the run", {
  timeout: 120_000,
}, async () => {
  const pve = await startSimulatedPve({ snapshot: labCluster });
  const [files, running] = [new Map(pve.state.files), new Map(pve.state.running)];
  const few = fc.array(ofTheWay, { maxLength: 3 });
  try {
    await fc.assert(
      fc.asyncProperty(wantedChanges, few, few, fc.boolean(), async (wanted, there, back, restarted) => {
        restore(pve.state.files, files);
        restore(pve.state.running, running);
        const folder = mkdtempSync(join(tmpdir(), "lanekeeper-"));
        try {
          const plan = planFor(pve.state, wanted);
          await under(pve, there, () => applyDirectly(pve, plan, folder, undefined, 120));
          await applyDirectly(pve, plan, folder, undefined, 20_000);
          if (restarted) await restartDirectly(pve, [101, 103, 105]);
          for (const { begin } of [...readJournals(folder).runs].reverse()) {
            await under(pve, back, () => rollbackDirectly(pve, begin.run, folder, 120));
            const { results, refused } = await rollbackDirectly(pve, begin.run, folder, 20_000);
            expect({ left: results.filter((result) => !isDone(result)), refused }).toEqual({
              left: [],
              refused: [],
            });
          }
          expect(valuesIn(pve.state.files)).toEqual(valuesIn(files));
        } finally {
          rmSync(folder, { recursive: true, force: true });
        }
      }),
      { seed: 20261126, numRuns: 24 },
    );
  } finally {
    await pve.stop();
  }
});

function restore<K, V>(map: Map<K, V>, as: ReadonlyMap<K, V>): void {
  map.clear();
  for (const [key, value] of as) map.set(key, value);
}

/** A machine under load may not open the door within the short time: then nothing was begun. */
async function under(
  pve: SimulatedPve,
  troubles: readonly Trouble[],
  act: () => Promise<unknown>,
): Promise<void> {
  for (const one of troubles) bring(pve, one);
  try {
    await act();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
  }
  pve.clearFaults();
  // writes that were slower than the one who asked
  if (troubles.some(({ kind }) => kind === "late")) await new Promise((over) => setTimeout(over, 250));
}

/** Every option with what it will be, wherever the guest lies by now, keys of drives in one order. */
function valuesIn(files: ReadonlyMap<string, string>): ReadonlyMap<string, readonly string[]> {
  const guests = [...files].flatMap(([path, text]) => {
    const [, vmid] = /\/qemu-server\/(\d+)\.conf$/.exec(path) ?? [];
    const values = [...effective(text)].map(([key, value]) => `${key}: ${value.split(",").sort().join(",")}`);
    return vmid === undefined ? [] : [[vmid, values.sort()] as const];
  });
  return new Map(guests.sort(([a], [b]) => Number(a) - Number(b)));
}
