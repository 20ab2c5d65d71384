import type { Finding } from "../model/audit-report.ts";
import type { Change } from "../model/change.ts";
import type { FindingRef, HostStep } from "../model/plan.ts";
import type { ResolvedCluster } from "../model/resolved.ts";
import { readStorageProperty } from "../model/storage-property.ts";
import { byHandOf, safetyOf } from "./part.ts";
import type { Target } from "./target.ts";

type DatasetChange = Extract<Change, { readonly target: "dataset" }>;
type StorageChange = Extract<Change, { readonly target: "storage" }>;
type Argv = HostStep["argv"];

/** A property of the host with what undoes it, or why it is left to a person. */
export function hostStep(
  cluster: ResolvedCluster,
  target: Target,
  refOf: (finding: Finding) => FindingRef,
): HostStep | { readonly reason: string } {
  const { change, parts } = target;
  const where =
    change.target === "dataset"
      ? datasetCommands(cluster, change)
      : change.target === "storage"
        ? storageCommands(cluster, change)
        : { reason: "it is no property of a host" };
  if ("reason" in where) return where;
  const effects = parts.map(({ remedy }) => remedy.takesEffect);
  return {
    id: target.id,
    ...where,
    clears: parts.map(({ finding }) => refOf(finding)),
    safety: safetyOf(parts),
    takesEffect: effects.includes("new-volumes-only") ? "new-volumes-only" : "at-once",
    risks: [...new Set(parts.flatMap(({ remedy }) => remedy.risks))],
    ...byHandOf(parts),
  };
}

type Commands = Pick<HostStep, "node" | "argv" | "inverse" | "read" | "from" | "to">;

/** Properties that no dataset inherits, so that nothing but another value undoes them (OpenZFS zfsprops.7, 2.4). */
const ownOnly: ReadonlySet<string> = new Set([
  "refreservation",
  "reservation",
  "quota",
  "refquota",
  "volsize",
]);

function datasetCommands(
  cluster: ResolvedCluster,
  change: DatasetChange,
): Commands | { readonly reason: string } {
  const { dataset, key, to } = change;
  const node = cluster.nodes.find(({ name }) => name === change.node);
  if (!/^[A-Za-z0-9][\w.:/-]{0,160}$/.test(dataset))
    return { reason: "the dataset's name is left to a person" };
  if (node === undefined) return { reason: `the node of dataset ${dataset} is not known` };
  const pool = cluster.pools.find((one) => one.node === node && dataset.split("/")[0] === one.name);
  const rows = pool?.datasets.known === true ? pool.datasets.value : [];
  const property = rows.find(({ name }) => name === dataset)?.properties[key];
  if (property === undefined)
    return { reason: `${key} of ${dataset} was not read, so nothing could undo it` };
  const isSet = property.source === "local" || property.source === "received";
  const back: Argv =
    isSet || ownOnly.has(key)
      ? ["zfs", "set", `${key}=${property.value}`, dataset]
      : ["zfs", "inherit", key, dataset];
  return {
    node: node.name,
    argv: ["zfs", "set", `${key}=${to}`, dataset],
    inverse: back,
    read: ["zfs", "get", "-Hp", "-o", "value", key, dataset],
    from: property.value === "-" ? null : property.value,
    // `zfs get -p` prints no reservation as 0
    to: key === "refreservation" && to === "none" ? "0" : to,
  };
}

function storageCommands(
  cluster: ResolvedCluster,
  change: StorageChange,
): Commands | { readonly reason: string } {
  const { storage, key, from, to } = change;
  const usable = cluster.storages.known ? cluster.storages.value.get(storage)?.nodes : undefined;
  // storage.cfg is the whole cluster's: any node writes it, best one that uses the storage.
  const node = cluster.nodes.find(({ name }) => usable?.has(name) !== false);
  if (node === undefined) return { reason: "no node of the cluster is known" };
  return {
    node: node.name,
    argv: ["pvesm", "set", storage, `--${key}`, to],
    inverse:
      from === null
        ? ["pvesm", "set", storage, "--delete", key]
        : ["pvesm", "set", storage, `--${key}`, from],
    read: readStorageProperty(storage, key),
    from,
    to,
  };
}
