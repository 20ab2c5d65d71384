import type { Missing } from "../../model/fact.ts";
import { type Outcome, pass } from "../../model/outcome.ts";
import type { ResolvedVolume } from "../../model/resolved.ts";
import type { ResolvedPool } from "../../model/resolved-pool.ts";
import type { Rule } from "../../model/rule.ts";
import { openUnlessNone } from "../open-for.ts";
import {
  atLeastOne,
  type DatasetValue,
  datasetChanges,
  datasetEvidence,
  datasetOf,
  namesText,
  volumesInUse,
  wrongOn,
} from "../pool-datasets.ts";
import { currentUses } from "../volume-uses.ts";

export const syncNotStandard: Rule<"pool"> = {
  id: "pool/sync-not-standard",
  subject: "pool",
  severity: "critical",
  summary: "sync is not standard: flushes of guests are thrown away, or every write waits",
  needs: ["dataset-properties", "storage-cfg", "file-system", "config"],
  check(pool) {
    const { wrong, missing } = wrongOn(pool, "sync", (value) => value !== "standard");
    const disabled = atLeastOne(wrong.filter(({ value }) => value === "disabled"));
    const always = atLeastOne(wrong.filter(({ value }) => value !== "disabled"));
    if (disabled !== undefined) return thrownAway(pool, disabled, missing);
    if (always !== undefined) return slow(pool, always);
    return missing.length === 0 ? pass : openUnlessNone(missing);
  },
};

type Values = readonly [DatasetValue, ...DatasetValue[]];

/** Data loss only where a guest's disk is meant to survive: the guest was told that its data is safe. */
function thrownAway(pool: ResolvedPool, wrong: Values, missing: readonly Missing[]): Outcome {
  const datasets = wrong.map(({ dataset }) => dataset);
  const losing = volumesInUse(pool).filter(
    (volume) => datasets.includes(datasetOf(volume) ?? "") && !isScratch(volume),
  );
  const guests = [...new Set(losing.flatMap((volume) => currentUses(volume).map(({ guest }) => guest.vmid)))];
  const whose = guests.length === 0 ? "" : ` of guest ${namesText(guests.map(String), 4)}`;
  const unsure = losing.length === 0 && missing.length > 0;
  const doubt = unsure ? `; not known: ${namesText(missing.map(({ fact }) => fact))}` : "";
  return {
    kind: "fail",
    severity: losing.length > 0 ? "critical" : "warning",
    message: `sync is disabled on ${namesText(datasets)}: flushes${whose} are acknowledged and not kept, seconds of writes are lost in a crash${doubt}`,
    evidence: datasetEvidence(pool, "sync", wrong),
    remedy: {
      kind: "change",
      safety: "safe",
      takesEffect: "at-once",
      changes: datasetChanges(pool, "sync", wrong, "standard"),
      risks: [
        "sync writes get as slow as the disks are; a SLOG with power-loss protection is the cure for that",
      ],
    },
  };
}

/** Every use has to be declared scratch: one guest that is not can lose data. */
function isScratch(volume: ResolvedVolume): boolean {
  return currentUses(volume).every(({ guest, drive }) => (drive ?? guest).intents.has("scratch"));
}

function slow(pool: ResolvedPool, wrong: Values): Outcome {
  return {
    kind: "fail",
    severity: "warning",
    message: `sync is ${wrong[0].value} on ${namesText(wrong.map(({ dataset }) => dataset))}: every write waits for the disks, asked for or not`,
    evidence: datasetEvidence(pool, "sync", wrong),
    remedy: {
      kind: "change",
      safety: "safe",
      takesEffect: "at-once",
      changes: datasetChanges(pool, "sync", wrong, "standard"),
      risks: ["a guest that never flushes loses up to five seconds of writes in a crash, as on any disk"],
    },
  };
}
