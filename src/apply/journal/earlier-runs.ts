import type { Intent, Run } from "../../model/journal.ts";

/** What runs of the same plan left behind in one guest. */
export interface EarlierWrites {
  /** Digests that this guest's config had after a write of ours. */
  readonly digests: ReadonlySet<string>;
  /** Writes that nobody knows the end of: the run was killed, or the answer never came. */
  readonly open: readonly Intent[];
}

/** By vmid. */
export function earlierWrites(runs: readonly Run[], plan: string): ReadonlyMap<number, EarlierWrites> {
  const found = new Map<number, { digests: Set<string>; open: Intent[] }>();
  for (const { begin, records } of runs) {
    if (begin.plan !== plan) continue;
    for (const record of records) {
      if ((record.kind !== "intent" && record.kind !== "result") || record.vmid === null) continue;
      const guest = found.get(record.vmid) ?? { digests: new Set(), open: [] };
      found.set(record.vmid, guest);
      if (record.kind === "intent") guest.open.push(record);
      else if (record.outcome !== "unclear") {
        // a digest is noted only where nobody else had changed anything
        if (record.digest !== undefined) guest.digests.add(record.digest);
        guest.open = guest.open.filter(({ step }) => step !== record.step);
      }
    }
  }
  return found;
}
