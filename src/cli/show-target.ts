import {
  Failure,
  type ResolvedCluster,
  type ResolvedGuest,
  type ResolvedNode,
  type ResolvedPool,
  type ResolvedStorage,
} from "../index.ts";

/** What `show` is asked for. */
export type ShowTarget =
  | { readonly kind: "guest"; readonly guest: ResolvedGuest }
  | { readonly kind: "storage"; readonly storage: ResolvedStorage }
  | { readonly kind: "pool"; readonly pool: ResolvedPool }
  | { readonly kind: "node"; readonly node: ResolvedNode };

interface Named {
  /** What to type to mean this one and no other. */
  readonly exactly: string;
  readonly target: ShowTarget;
}

/**
 * The thing of that name: `201`, `app-01`, `local-zfs`, `pve1`, `rpool`, `pve1/rpool`, or one of a kind: `storage:local`.
 * An id is always a guest.
 */
export function showTarget(word: string, cluster: ResolvedCluster): ShowTarget {
  const byId = cluster.guests.find(({ vmid }) => String(vmid) === word);
  if (byId !== undefined) return { kind: "guest", guest: byId };
  const [, kind, name] = /^(guest|storage|pool|node):(.+)$/s.exec(word) ?? [];
  const named = allNamed(name ?? word, cluster).filter(
    ({ target }) => kind === undefined || target.kind === kind,
  );
  const [only, ...others] = named;
  if (only === undefined) throw noneNamed(word, cluster);
  if (others.length === 0) return only.target;
  throw new Failure(
    "ambiguous-name",
    `${word} names ${named.length} things`,
    `say which: ${named.map(({ exactly }) => exactly).join(", ")}`,
  );
}

function allNamed(name: string, cluster: ResolvedCluster): readonly Named[] {
  const guests = cluster.guests.filter(
    (guest) => guest.name.toLowerCase() === name.toLowerCase() || String(guest.vmid) === name,
  );
  const storage = cluster.storages.known ? cluster.storages.value.get(name) : undefined;
  const pools = cluster.pools.filter(
    (pool) => pool.name === name || `${pool.node.name}/${pool.name}` === name,
  );
  const nodes = cluster.nodes.filter((node) => node.name === name);
  return [
    ...guests.map((guest): Named => ({ exactly: String(guest.vmid), target: { kind: "guest", guest } })),
    ...(storage === undefined
      ? []
      : [{ exactly: `storage:${name}`, target: { kind: "storage", storage } } as const]),
    ...pools.map(
      (pool): Named => ({ exactly: `pool:${pool.node.name}/${pool.name}`, target: { kind: "pool", pool } }),
    ),
    ...nodes.map((node): Named => ({ exactly: `node:${name}`, target: { kind: "node", node } })),
  ];
}

function noneNamed(word: string, cluster: ResolvedCluster): Failure {
  if (cluster.containers.some(({ vmid }) => String(vmid) === word))
    return new Failure("no-such-name", `${word} is a container; only VMs are judged`);
  if (/^\d+$/.test(word)) return new Failure("no-such-guest", `no guest ${word}`);
  return new Failure(
    "no-such-name",
    `no guest, storage, pool or node is named ${word}`,
    cluster.storages.known ? undefined : "storage.cfg was not read, so storages are not known",
  );
}
