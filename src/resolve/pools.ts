import type { ClusterSnapshot, Dataset, NodeSnapshot, Pool } from "../model/cluster.ts";
import { type Fact, known, mapFact, unknown } from "../model/fact.ts";
import { missingDataset, missingPool, missingVdevs } from "../model/missing.ts";
import { compareNaturally } from "../model/natural-order.ts";
import type { ResolvedCluster, ResolvedNode, ResolvedStorage, ResolvedVolume } from "../model/resolved.ts";
import type { ResolvedPool } from "../model/resolved-pool.ts";
import { mediumOfPool, poolOf } from "./medium.ts";
import type { NodeEvidence } from "./node-evidence.ts";
import { factOf } from "./nodes.ts";

/** The pools of every node: those zpool lists, those that guests lie on, and where nothing lists them those that zfspool storages name. */
export function resolvePools(
  snapshot: ClusterSnapshot,
  cluster: ResolvedCluster,
  evidence: ReadonlyMap<string, NodeEvidence>,
): readonly ResolvedPool[] {
  const volumes = volumesByPool(cluster.volumes);
  const nodes = new Map(cluster.nodes.map((node) => [node.name, node]));
  return snapshot.nodes.flatMap((read) => {
    const node = nodes.get(read.name);
    const onNode = evidence.get(read.name);
    return node === undefined || onNode === undefined ? [] : poolsOfNode(read, node, onNode, volumes);
  });
}

type VolumesByPool = ReadonlyMap<string, readonly ResolvedVolume[]>;

function poolsOfNode(
  read: NodeSnapshot,
  node: ResolvedNode,
  evidence: NodeEvidence,
  volumes: VolumesByPool,
): readonly ResolvedPool[] {
  const listed = factOf(read.pools, missingVdevs(node.name, "the node"));
  const datasets = mapFact(
    factOf(read.datasets, missingDataset(node.name, "the pools", "properties")),
    byPool,
  );
  const storages = storagesByPool(node);
  // A pool that a storage names and zpool does not list is not on this node, unless guests lie on it.
  const named = [...storages.keys()];
  const names = listed.known
    ? [
        ...listed.value.map(({ name }) => name),
        ...named.filter((name) => volumes.has(`${node.name}\0${name}`)),
      ]
    : named;
  return [...new Set(names)].sort(compareNaturally).map((name) => ({
    cluster: node.cluster,
    node,
    name,
    facts: factsOf(name, read.pools, node.name),
    datasets: mapFact(datasets, (found) => found.get(name) ?? []),
    medium: mediumOfPool(name, evidence),
    storages: storages.get(name) ?? [],
    volumes: volumes.get(`${node.name}\0${name}`) ?? [],
  }));
}

function factsOf(name: string, reading: NodeSnapshot["pools"], node: string): Fact<Pool> {
  const listed = factOf(reading, missingVdevs(node, name));
  if (!listed.known) return listed;
  const pool = listed.value.find((candidate) => candidate.name === name);
  return pool === undefined ? unknown(missingPool(node, name)) : known(pool, listed.source);
}

function byPool(datasets: readonly Dataset[]): ReadonlyMap<string, readonly Dataset[]> {
  const found = new Map<string, Dataset[]>();
  for (const dataset of datasets) {
    const pool = poolOf(dataset.name);
    const list = found.get(pool);
    if (list === undefined) found.set(pool, [dataset]);
    else list.push(dataset);
  }
  return found;
}

/** zfspool storages that the node may use, by their pool. */
function storagesByPool({ name, cluster }: ResolvedNode): ReadonlyMap<string, readonly ResolvedStorage[]> {
  const found = new Map<string, ResolvedStorage[]>();
  if (!cluster.storages.known) return found;
  for (const storage of cluster.storages.value.values()) {
    const { entry, nodes, enabled } = storage;
    if (entry.type !== "zfspool" || !enabled || nodes?.has(name) === false) continue;
    const pool = poolOf(entry.properties["pool"] ?? entry.id);
    found.set(pool, [...(found.get(pool) ?? []), storage]);
  }
  return found;
}

function volumesByPool(volumes: readonly ResolvedVolume[]): VolumesByPool {
  const found = new Map<string, ResolvedVolume[]>();
  for (const volume of volumes) {
    const pool = poolUnder(volume);
    const node = volume.node ?? volume.uses[0].guest.node;
    if (pool === undefined || node === null) continue;
    const key = `${node}\0${pool}`;
    const list = found.get(key);
    if (list === undefined) found.set(key, [volume]);
    else list.push(volume);
  }
  return found;
}

/** The pool a volume lies on: by its storage, its path, or the dataset below its file. */
function poolUnder({ storage, zvol, uses }: ResolvedVolume): string | undefined {
  if (storage?.entry.type === "zfspool") return poolOf(storage.entry.properties["pool"] ?? storage.entry.id);
  if (zvol.known && zvol.value !== null) return poolOf(zvol.value.dataset);
  const fileSystem = uses[0].drive?.fileSystem;
  return fileSystem?.known === true && fileSystem.value?.kind === "zfs"
    ? poolOf(fileSystem.value.dataset)
    : undefined;
}
