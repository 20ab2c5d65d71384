import { pass } from "../../model/outcome.ts";
import type { Rule } from "../../model/rule.ts";
import { openUnlessNone } from "../open-for.ts";
import { atLeastOne, datasetChanges, datasetEvidence, namesText, wrongOn } from "../pool-datasets.ts";

export const logbiasThroughput: Rule<"pool"> = {
  id: "pool/logbias-throughput",
  subject: "pool",
  severity: "note",
  summary: "logbias=throughput keeps sync writes away from the log device",
  needs: ["dataset-properties", "storage-cfg", "file-system", "config"],
  check(pool) {
    const reading = wrongOn(pool, "logbias", (value) => value === "throughput");
    const wrong = atLeastOne(reading.wrong);
    if (wrong === undefined) return reading.missing.length === 0 ? pass : openUnlessNone(reading.missing);
    return {
      kind: "fail",
      message: `logbias is throughput on ${namesText(wrong.map(({ dataset }) => dataset))}: sync writes bypass the SLOG and scatter over the data disks`,
      evidence: datasetEvidence(pool, "logbias", wrong),
      remedy: {
        kind: "change",
        safety: "safe",
        takesEffect: "at-once",
        changes: datasetChanges(pool, "logbias", wrong, "latency"),
        risks: [
          "a database that writes large sync blocks may have been set so on purpose: measure before and after",
        ],
      },
    };
  },
};
