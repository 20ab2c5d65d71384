import type { HostChange } from "../model/change.ts";
import type { HostStep } from "../model/plan.ts";
import type { ResolvedCluster } from "../model/resolved.ts";
import { readStorageProperty } from "../model/storage-property.ts";
import { readTimerState } from "../model/timer-state.ts";

type DatasetChange = Extract<HostChange, { readonly target: "dataset" }>;
type StorageChange = Extract<HostChange, { readonly target: "storage" }>;
type TimerChange = Extract<HostChange, { readonly target: "timer" }>;
type Argv = HostStep["argv"];

export type HostCommands = Pick<HostStep, "node" | "argv" | "inverse" | "read" | "from" | "to">;
type NoCommands = { readonly reason: string };

/** What a change on a node runs, what undoes it and what tells its state; or why it is left to a person. */
export function hostCommands(cluster: ResolvedCluster, change: HostChange): HostCommands | NoCommands {
  switch (change.target) {
    case "dataset":
      return datasetCommands(cluster, change);
    case "storage":
      return storageCommands(cluster, change);
    case "timer":
      return timerCommands(change);
  }
}

/** Properties that no dataset inherits, so that nothing but another value undoes them (OpenZFS zfsprops.7, 2.4). */
const ownOnly: ReadonlySet<string> = new Set([
  "refreservation",
  "reservation",
  "quota",
  "refquota",
  "volsize",
]);

function datasetCommands(cluster: ResolvedCluster, change: DatasetChange): HostCommands | NoCommands {
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

function storageCommands(cluster: ResolvedCluster, change: StorageChange): HostCommands | NoCommands {
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

/** `--now`, or the first trim would wait for the next start of the node. */
function timerCommands({ node, key: unit, from, to }: TimerChange): HostCommands {
  return {
    node,
    argv: ["systemctl", "enable", "--now", unit],
    inverse: ["systemctl", "disable", "--now", unit],
    read: readTimerState(unit),
    from,
    to,
  };
}
