import type { Missing } from "../model/fact.ts";
import type { Policy } from "../model/policy.ts";
import type { ResolvedNode, ResolvedStorage } from "../model/resolved.ts";
import { datasetAt, isOnPool } from "./mounts.ts";

/** Something that keeps backups on a pool of a node. */
export interface BackupStore {
  /** `PBS datastore main`, `storage backups` */
  readonly name: string;
  /** null: a backup server that was declared, which does not say where. */
  readonly dataset: string | null;
  /** False for a directory that may also hold ISOs or disks: that backups are in it is likely, not certain. */
  readonly dedicated: boolean;
  readonly source: string;
}

export interface BackupStores {
  readonly stores: readonly BackupStore[];
  /** What would have to be known to say that there are no others. */
  readonly missing: readonly Missing[];
}

export function backupStoresOn(node: ResolvedNode, pool: string, policy: Policy): BackupStores {
  const places = [...datastores(node), ...directories(node)];
  const stores: BackupStore[] = policy.pbs
    .filter((declared) => declared.pool === pool && (declared.node ?? node.name) === node.name)
    .map(() => ({ name: "the declared PBS datastore", dataset: null, dedicated: true, source: "declared" }));
  const missing: Missing[] = node.backupDatastores.known ? [] : [...node.backupDatastores.missing];
  for (const { path, ...store } of places) {
    const dataset = datasetAt(node, path);
    if (!dataset.known) missing.push(...dataset.missing);
    else if (isOnPool(dataset.value, pool)) stores.push({ ...store, dataset: dataset.value });
  }
  return { stores, missing };
}

type Place = Omit<BackupStore, "dataset"> & { readonly path: string };

function datastores({ backupDatastores }: ResolvedNode): readonly Place[] {
  if (!backupDatastores.known) return [];
  const { source } = backupDatastores;
  return backupDatastores.value.map(({ name, path }) => ({
    name: `PBS datastore ${name}`,
    path,
    dedicated: true,
    source,
  }));
}

function directories({ name, cluster }: ResolvedNode): readonly Place[] {
  if (!cluster.storages.known) return [];
  return [...cluster.storages.value.values()].filter((storage) => keepsBackups(storage, name)).map(asPlace);
}

function keepsBackups({ entry, enabled, content, nodes }: ResolvedStorage, node: string): boolean {
  return entry.type === "dir" && enabled && content.has("backup") && nodes?.has(node) !== false;
}

function asPlace({ entry, content, source }: ResolvedStorage): Place {
  const { id, properties } = entry;
  const path = `${properties["path"] ?? `/mnt/pve/${id}`}/dump`.replace(/\/{2,}/g, "/");
  return { name: `storage ${id}`, path, dedicated: content.size === 1, source };
}
