import type { Policy } from "../model/policy.ts";
import type { ResolvedCluster, ResolvedGuest, ResolvedVolume } from "../model/resolved.ts";
import type { StorageSubject } from "../model/resolved-pool.ts";
import { type Judgements, judgeBelow, type RuleSet } from "./judge.ts";

/** Judges storages, pools and nodes; where only some guests were chosen, those these guests stand on. */
export function judgeAllBelow(
  cluster: ResolvedCluster,
  chosen: ReadonlySet<ResolvedGuest>,
  rules: RuleSet,
  policy: Policy,
  into: Judgements,
): void {
  const all = chosen.size === cluster.guests.length;
  const carries = (volumes: readonly ResolvedVolume[]): boolean =>
    all || volumes.some(({ uses }) => uses.some(({ guest }) => chosen.has(guest)));
  const everywhere = rules.storage.filter(({ rule }) => rule.perNode !== true);
  const onNodes = rules.storage.filter(({ rule }) => rule.perNode === true);
  for (const subject of storageSubjects(cluster)) {
    const ranked = subject.node === null ? everywhere : onNodes;
    if (carries(subject.volumes)) judgeBelow("storage", subject, ranked, policy, into);
  }
  for (const pool of cluster.pools) {
    if (carries(pool.volumes)) judgeBelow("pool", pool, rules.pool, policy, into);
  }
  const nodes = new Set([...chosen].map(({ node }) => node));
  for (const node of cluster.nodes) {
    if (all || nodes.has(node.name)) judgeBelow("node", node, rules.node, policy, into);
  }
}

/** Every storage once for the cluster, and once for each node that may use it. */
export function* storageSubjects(cluster: ResolvedCluster): Generator<StorageSubject> {
  if (!cluster.storages.known) return;
  const volumes = volumesByStorage(cluster.volumes);
  for (const storage of cluster.storages.value.values()) {
    const own = volumes.get(storage.entry.id) ?? [];
    yield { cluster, storage, node: null, volumes: own };
    if (!storage.enabled) continue;
    for (const node of cluster.nodes) {
      if (storage.nodes?.has(node.name) === false) continue;
      const here = own.filter(({ uses }) => uses.some(({ guest }) => guest.node === node.name));
      yield { cluster, storage, node, volumes: here };
    }
  }
}

function volumesByStorage(
  volumes: readonly ResolvedVolume[],
): ReadonlyMap<string, readonly ResolvedVolume[]> {
  const found = new Map<string, ResolvedVolume[]>();
  for (const volume of volumes) {
    const id = volume.storage?.entry.id;
    if (id === undefined) continue;
    const list = found.get(id);
    if (list === undefined) found.set(id, [volume]);
    else list.push(volume);
  }
  return found;
}
