import { type Fact, known, unknown } from "../../model/fact.ts";
import { notApplicable, open, pass } from "../../model/outcome.ts";
import { bytesText } from "../../model/quantity-text.ts";
import type { ResolvedPool } from "../../model/resolved-pool.ts";
import type { Rule } from "../../model/rule.ts";
import { backupStoresOn } from "../backup-stores.ts";
import { datasetAt } from "../mounts.ts";
import { atLeastOne, propertyOf } from "../pool-datasets.ts";
import { missingAmong } from "../unknowns.ts";

const usualRecordsize = "131072";

export const recordsizeInert: Rule<"pool"> = {
  id: "pool/recordsize-inert",
  subject: "pool",
  severity: "note",
  summary: "recordsize is set at the root of a pool that only holds zvols, where it has no effect",
  needs: ["dataset-properties", "file-system", "backup-datastores", "storage-cfg"],
  check(pool, policy) {
    const { datasets, name, node } = pool;
    const recordsize = propertyOf(pool, name, "recordsize");
    if (!recordsize.known) return open(recordsize.missing);
    if (!datasets.known) return open(datasets.missing);
    const below = datasets.value.filter((dataset) => dataset.name !== name);
    const zvols = below.filter(({ properties }) => isSet(properties["volblocksize"]?.value));
    if (zvols.length === 0 || zvols.length < below.length) return notApplicable;
    const { value, written } = recordsize.value;
    if (!written || value === usualRecordsize) return pass;
    const { stores, missing } = backupStoresOn(node, name, policy);
    const files = hasStorageFiles(pool);
    if (stores.length > 0 || (files.known && files.value)) return notApplicable; // files at the root: it has an effect
    const gaps = atLeastOne([...(files.known ? [] : files.missing), ...missing]);
    if (gaps !== undefined) return open(gaps);
    return {
      kind: "fail",
      message: `recordsize=${bytesText(Number(value))} (written) has no effect on zvols, and only zvols are in it`,
      evidence: [
        { fact: `recordsize of ${name}`, value, source: recordsize.source, node: node.name },
        {
          fact: "below it",
          value: `${zvols.length} zvols, no file system`,
          source: datasets.source,
          node: node.name,
        },
      ],
      remedy: {
        kind: "manual",
        takesEffect: "at-once",
        steps: [
          "harmless: leave it, or take it away so that nobody takes it for a tuning of the guests",
          `zfs inherit recordsize ${name}`,
          "what a zvol uses is volblocksize, fixed when it is made",
        ],
        commands: [{ argv: ["zfs", "inherit", "recordsize", name], node: node.name }],
        risks: [],
      },
    };
  },
};

const isSet = (value: string | undefined): boolean => value !== undefined && value !== "-";

/** Whether a directory storage of the node keeps files on the pool. */
function hasStorageFiles({ cluster, node, name }: ResolvedPool): Fact<boolean> {
  if (!cluster.storages.known) return cluster.storages;
  const paths = [...cluster.storages.value.values()].flatMap(({ entry, nodes }) =>
    entry.type === "dir" && nodes?.has(node.name) !== false ? (entry.properties["path"] ?? []) : [],
  );
  const under = paths.map((path) => datasetAt(node, path));
  if (under.some((dataset) => dataset.known && dataset.value?.split("/")[0] === name))
    return known(true, "findmnt");
  const missing = missingAmong(...under);
  return missing === undefined ? known(false, "findmnt") : unknown(...missing);
}
