import type { Dataset, Mount, NodeSnapshot, Vdev } from "../model/cluster.ts";
import { type Fact, type Missing, mapFact } from "../model/fact.ts";
import { missingBlockDevices, missingDataset, missingMounts, missingVdevs } from "../model/missing.ts";
import type { Policy } from "../model/policy.ts";
import type { LiveFacts } from "../model/resolved.ts";
import { type DiskIndex, indexDisks } from "./disk-index.ts";
import { liveFactsOf } from "./live.ts";
import { factOf } from "./nodes.ts";

/** What a node's commands told, indexed for look-ups. One is made per node, whatever the number of guests. */
export interface NodeEvidence {
  readonly name: string;
  /** The mount a path lies under; `shown` is what to name where the mounts are missing. */
  readonly mountOf: (path: string, shown?: string) => Fact<Mount | undefined>;
  /** The vdevs of a pool; undefined inside: the node has no such pool. */
  readonly vdevsOf: (pool: string) => Fact<readonly Vdev[] | undefined>;
  readonly datasetOf: (name: string, property: string) => Fact<Dataset | undefined>;
  /** The disks, or what is missing to know the medium of the thing named. */
  readonly disksFor: (what: string) => Fact<DiskIndex>;
  readonly liveOf: (vmid: number) => LiveFacts;
}

export function nodeEvidence(node: NodeSnapshot, declared: Policy["disks"] = []): NodeEvidence {
  const mounts = sortedMounts(node);
  const datasets = readingOf(node.datasets, (rows) => new Map(rows.map((row) => [row.name, row])));
  const pools = readingOf(node.pools, (rows) => new Map(rows.map((row) => [row.name, row.vdevs])));
  const groups =
    node.volumeGroups !== undefined && "value" in node.volumeGroups ? node.volumeGroups.value : [];
  const disks = readingOf(node.blockDevices, (rows) => indexDisks(rows, declared, groups));
  return {
    name: node.name,
    mountOf: (path, shown = path) =>
      mapFact(mounts(missingMounts(node.name, shown)), (rows) =>
        rows.find((row) => covers(row.target, path)),
      ),
    vdevsOf: (pool) => mapFact(pools(missingVdevs(node.name, pool)), (rows) => rows.get(pool)),
    datasetOf: (name, property) =>
      mapFact(datasets(missingDataset(node.name, name, property)), (rows) => rows.get(name)),
    disksFor: (what) => disks(missingBlockDevices(node.name, what)),
    liveOf: liveFactsOf(node),
  };
}

/** Longest mount point first, and of several at one place the last, which hides the others: the first hit is the one. */
function sortedMounts(node: NodeSnapshot): (missing: Missing) => Fact<readonly Mount[]> {
  return readingOf(node.mounts, (rows) =>
    [...rows].reverse().sort((a, b) => b.target.length - a.target.length),
  );
}

function readingOf<A, B>(
  reading: Parameters<typeof factOf<A>>[0],
  derive: (value: A) => B,
): (missing: Missing) => Fact<B> {
  const derived =
    reading !== undefined && "value" in reading
      ? { value: derive(reading.value), source: reading.source }
      : reading;
  return (missing) => factOf<B>(derived, missing);
}

function covers(target: string, path: string): boolean {
  return target === "/" || path === target || path.startsWith(`${target}/`);
}
