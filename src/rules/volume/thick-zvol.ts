import type { Change } from "../../model/change.ts";
import { missingDataset } from "../../model/missing.ts";
import { notApplicable, open, pass } from "../../model/outcome.ts";
import type { Rule } from "../../model/rule.ts";
import { formatSize } from "../../model/syntax/size.ts";

const smallest = 2 ** 30;

export const thickZvol: Rule<"volume"> = {
  id: "volume/thick-zvol",
  subject: "volume",
  severity: "note",
  summary: "a zvol reserves its whole size in the pool",
  needs: ["config", "storage-cfg", "zvol-properties"],
  check(volume) {
    const { zvol, storage, node } = volume;
    if (storage?.declared.thin === false) return notApplicable;
    if (!zvol.known) return open(zvol.missing);
    if (zvol.value === null) return notApplicable;
    const { dataset, volsize, refreservation } = zvol.value;
    // No reservation is thin, whatever the size.
    if (refreservation === 0 && volsize === undefined) return pass;
    if (volsize === undefined) return open([missingDataset(node, dataset, "volsize")]);
    if (volsize < smallest) return notApplicable;
    if (refreservation === undefined) return open([missingDataset(node, dataset, "refreservation")]);
    if (!reservesAll(refreservation, volsize)) return pass;
    const change: Change = {
      target: "dataset",
      node,
      dataset,
      key: "refreservation",
      from: String(refreservation),
      to: "none",
    };
    return {
      kind: "fail",
      message: `all of its ${formatSize(volsize)} are reserved in the pool, written or not; discard gives nothing back`,
      evidence: [
        { fact: `refreservation of ${dataset}`, value: String(refreservation), source: zvol.source },
        { fact: `volsize of ${dataset}`, value: String(volsize), source: zvol.source },
      ],
      remedy: {
        kind: "change",
        safety: "safe",
        takesEffect: "at-once",
        changes: [change],
        risks: ["the pool can then be promised more than it has; when it runs full, every guest on it stops"],
      },
    };
  },
};

/** ZFS reserves the size and some metadata; a reservation that someone made smaller is a decision of its own. */
function reservesAll(refreservation: number, volsize: number): boolean {
  return refreservation >= volsize * 0.9;
}
