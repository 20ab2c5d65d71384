import { missingPoolFill } from "../../model/missing.ts";
import { open, pass } from "../../model/outcome.ts";
import { bytesText, percentText } from "../../model/quantity-text.ts";
import type { Rule } from "../../model/rule.ts";
import { backupStoresOn } from "../backup-stores.ts";
import { severityOfFill } from "../fill.ts";
import { volumesInUse } from "../pool-datasets.ts";
import { renamed } from "../unknowns.ts";
import { nearlyFullRemedy } from "./nearly-full.remedy.ts";

export const nearlyFull: Rule<"pool"> = {
  id: "pool/nearly-full",
  subject: "pool",
  severity: "critical",
  summary: "a pool is nearly full",
  needs: ["pool-state", "backup-datastores", "file-system", "storage-cfg"],
  check(pool, policy) {
    const { facts, node, name } = pool;
    const capacity = facts.known ? facts.value.capacity : undefined;
    if (!facts.known) return open(renamed(facts.missing, `fill of pool ${name}`));
    if (capacity === undefined) return open([missingPoolFill(node.name, name)]);
    const severity = severityOfFill(capacity, policy.thresholds.poolNearlyFull);
    if (severity === undefined) return pass;
    const { stores } = backupStoresOn(node, name, policy);
    const volumes = volumesInUse(pool).length;
    const carried = [
      ...(volumes === 0 ? [] : [`${volumes} guest volume${volumes === 1 ? "" : "s"}`]),
      ...stores.map((store) => store.name),
    ];
    const carries = carried.length === 0 ? "" : `; it carries ${carried.join(" and ")}`;
    const size = facts.value.size === undefined ? "" : ` of ${bytesText(facts.value.size)}`;
    return {
      kind: "fail",
      severity,
      message: `${percentText(capacity)}${size} full: ZFS slows down and fragments, and at 100 % every guest stops${carries}`,
      evidence: [
        { fact: `fill of ${name}`, value: percentText(capacity), source: facts.source, node: node.name },
        ...stores.map((store) => ({ fact: "keeps backups there", value: store.name, source: store.source })),
      ],
      remedy: nearlyFullRemedy(pool, stores),
    };
  },
};
