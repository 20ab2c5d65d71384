import { pass } from "../../model/outcome.ts";
import type { Rule } from "../../model/rule.ts";
import { openUnlessNone } from "../open-for.ts";
import { atLeastOne, datasetChanges, datasetEvidence, namesText, wrongOn } from "../pool-datasets.ts";

export const compressionOff: Rule<"pool"> = {
  id: "pool/compression-off",
  subject: "pool",
  severity: "warning",
  summary: "compression is off where guests keep their disks",
  needs: ["dataset-properties", "storage-cfg", "file-system", "config"],
  check(pool) {
    const reading = wrongOn(pool, "compression", (value) => value === "off");
    const wrong = atLeastOne(reading.wrong);
    if (wrong === undefined) return reading.missing.length === 0 ? pass : openUnlessNone(reading.missing);
    return {
      kind: "fail",
      message: `compression is off on ${namesText(wrong.map(({ dataset }) => dataset))}: more is written and less fits into ARC`,
      evidence: datasetEvidence(pool, "compression", wrong),
      remedy: {
        kind: "change",
        safety: "safe",
        takesEffect: "at-once",
        changes: datasetChanges(pool, "compression", wrong, "lz4"),
        risks: ["only what is written from then on is compressed; old blocks stay as they are"],
      },
    };
  },
};
