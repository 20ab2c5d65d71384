import type { ResolvedGuest } from "../model/resolved.ts";

/**
 * Whether the guest's node has a pool imported, as far as the cluster says: the node lists it, a zfspool storage of that
 * node names it, or a dataset of it carries a guest there. lsblk alone cannot tell a pool of the node from one inside a guest.
 */
export function nodeHasPool(guest: ResolvedGuest, pool: string): boolean {
  const { storages, volumes, guests, pools } = guest.cluster;
  if (pools.some(({ name, node }) => name === pool && node.name === guest.node)) return true;
  const rootOf = (dataset: string | undefined): string | undefined => dataset?.split("/")[0];
  const byStorage =
    storages.known &&
    [...storages.value.values()].some(
      ({ entry, nodes }) =>
        entry.type === "zfspool" &&
        rootOf(entry.properties["pool"]) === pool &&
        (guest.node === null || nodes === undefined || nodes.has(guest.node)),
    );
  if (byStorage) return true;
  const byZvol = volumes.some(
    ({ zvol, node }) => node === guest.node && zvol.known && rootOf(zvol.value?.dataset) === pool,
  );
  return byZvol || guests.some((other) => other.node === guest.node && hasFileOn(other, pool));
}

function hasFileOn(guest: ResolvedGuest, pool: string): boolean {
  return guest.drives.some(
    ({ fileSystem }) =>
      fileSystem.known && fileSystem.value?.kind === "zfs" && fileSystem.value.dataset.split("/")[0] === pool,
  );
}
