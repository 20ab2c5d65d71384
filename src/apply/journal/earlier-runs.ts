import type { Intent, Run } from "../../model/journal.ts";

/** What runs of the same plan left behind in one guest. */
export interface EarlierWrites {
  /** Digests that this guest's config had after a write of ours. */
  readonly digests: ReadonlySet<string>;
  /**
   * Every write that was announced. What came of it need not be known: a guest that is as one of them found it, or as
   * it would leave it, was changed by nobody else.
   */
  readonly intents: readonly Intent[];
}

export const noEarlierWrites: EarlierWrites = { digests: new Set(), intents: [] };

/** By vmid. */
export function earlierWrites(runs: readonly Run[], plan: string): Map<number, EarlierWrites> {
  const found = new Map<number, EarlierWrites>();
  for (const { begin, records } of runs) {
    if (begin.plan !== plan) continue;
    for (const record of records) {
      if ((record.kind !== "intent" && record.kind !== "result") || record.vmid === null) continue;
      const { digests, intents } = found.get(record.vmid) ?? noEarlierWrites;
      if (record.kind === "intent") found.set(record.vmid, { digests, intents: [...intents, record] });
      // a digest is noted only where nobody else had changed anything
      else if (record.digest !== undefined)
        found.set(record.vmid, { digests: new Set([...digests, record.digest]), intents });
    }
  }
  return found;
}
