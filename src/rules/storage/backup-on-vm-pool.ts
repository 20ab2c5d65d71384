import { type Fact, known } from "../../model/fact.ts";
import { notApplicable, type Outcome } from "../../model/outcome.ts";
import type { Policy } from "../../model/policy.ts";
import { percentText } from "../../model/quantity-text.ts";
import type { ResolvedNode } from "../../model/resolved.ts";
import type { StorageSubject } from "../../model/resolved-pool.ts";
import type { Rule } from "../../model/rule.ts";
import { poolOf } from "../../resolve/medium.ts";
import { type BackupStore, type BackupStores, backupStoresOn } from "../backup-stores.ts";
import { datasetAt } from "../mounts.ts";
import { openUnlessNone } from "../open-for.ts";
import { atLeastOne } from "../pool-datasets.ts";
import { currentUses } from "../volume-uses.ts";

export const backupOnVmPool: Rule<"storage"> = {
  id: "storage/backup-on-vm-pool",
  subject: "storage",
  severity: "warning",
  summary: "backups are kept on the pool whose guests they are to save",
  needs: ["storage-cfg", "config", "backup-datastores", "file-system", "pool-state"],
  perNode: true,
  check(subject, policy) {
    const { node, storage, volumes } = subject;
    if (node === null || volumes.every((volume) => currentUses(volume).length === 0)) return notApplicable;
    if (storage.entry.type !== "zfspool" && storage.entry.type !== "dir") return notApplicable;
    const pool = poolUnder(subject, node);
    if (!pool.known) return openUnlessNone(pool.missing);
    if (pool.value === null) return notApplicable;
    return judged(node, pool.value, backupStoresOn(node, pool.value, policy), policy);
  },
};

function judged(node: ResolvedNode, pool: string, found: BackupStores, policy: Policy): Outcome {
  const dedicated = found.stores.filter((store) => store.dedicated);
  const stores = atLeastOne(dedicated.length > 0 ? dedicated : found.stores);
  if (stores === undefined) return openUnlessNone(found.missing);
  const facts = node.cluster.pools.find((one) => one.node === node && one.name === pool)?.facts;
  const fill = facts?.known === true ? facts.value.capacity : undefined;
  const full = fill !== undefined && fill >= policy.thresholds.backupPoolFull;
  const doubt =
    fill === undefined ? `; not known: fill of pool ${pool}` : `; the pool is ${percentText(fill)} full`;
  return {
    kind: "fail",
    severity: dedicated.length === 0 ? "note" : full ? "error" : "warning",
    message: `${namesOf(stores)} ${dedicated.length === 0 ? "may keep" : "keeps"} backups on pool ${pool}, as these guests' disks${doubt}`,
    evidence: stores.map(({ name, dataset, source }) => ({
      fact: name,
      value: `on ${dataset ?? pool}`,
      source,
      node: node.name,
    })),
    remedy: {
      kind: "manual",
      steps: [
        `relocate ${namesOf(stores)} to another pool, better another machine, and check a restore from there`,
        "then let the next backups go there, and remove what is left on this pool",
      ],
      gui: "Datacenter › Backup › Storage",
      risks: ["until the move is done, one lost pool takes the guests and their backups"],
    },
  };
}

const namesOf = (stores: readonly BackupStore[]): string => stores.map(({ name }) => name).join(" and ");

/** The pool the guests' disks of this storage lie on; null: no ZFS. */
function poolUnder({ storage }: StorageSubject, node: ResolvedNode): Fact<string | null> {
  const { type, properties, id } = storage.entry;
  if (type === "zfspool") return known(poolOf(properties["pool"] ?? id), storage.source);
  const dataset = datasetAt(node, `${properties["path"] ?? `/mnt/pve/${id}`}/images`.replace(/\/{2,}/g, "/"));
  return dataset.known
    ? known(dataset.value === null ? null : poolOf(dataset.value), dataset.source)
    : dataset;
}
