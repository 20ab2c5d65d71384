import type { ClusterSnapshot } from "../model/cluster.ts";
import type { NewGuest, StorageChoice } from "../model/decision.ts";
import type { NewGuestRequest } from "./new-guest-request.ts";

/** Without a cluster nobody knows an id; where some guests were not read, nobody knows a free vmid. */
export function shownGuest(guest: NewGuest, { snapshot, vmid }: NewGuestRequest): NewGuest {
  const known = { ...guest, vmid: vmid ?? (snapshot === undefined ? null : freeVmid(snapshot)) };
  if (snapshot !== undefined) return known;
  const { replication } = guest;
  return {
    ...known,
    node: null,
    storage: null,
    replication: replication === null ? null : { ...replication, target: null },
  };
}

/** As `pvesh get /cluster/nextid`: the smallest from 100 on; null: some guests were not read. */
function freeVmid({
  guests,
  containers,
  guestsOf,
  nodesComplete,
  unreadable,
}: ClusterSnapshot): number | null {
  if (!nodesComplete || guestsOf !== undefined || unreadable.length > 0) return null;
  const taken = new Set([...guests, ...containers].map(({ vmid }) => vmid));
  let free = 100;
  while (taken.has(free)) free++;
  return free;
}

/** What was assumed or chosen, and what there is to say of the storage. */
export function placeNotes(
  { storage: id, vmid }: NewGuest,
  { reasons }: StorageChoice,
  all: readonly StorageChoice[],
  { storage, preferred, wish }: NewGuestRequest,
): readonly string[] {
  if (id === null) {
    const lvm = storage === "lvm" && wish.mobility === "mobile";
    return [
      "no cluster was looked at: put in what stands in <>; medium, file system and versions are open (--from tells)",
      ...(lvm ? ["a volume group that every node sees, with shared 1 in storage.cfg"] : []),
    ];
  }
  const othersFit = all.some((choice) => choice.id !== id && choice.verdict === "fits");
  return [
    ...(storage === id || preferred === id
      ? []
      : [othersFit ? `${id} is the best of those that fit` : `${id} is the only one that fits`]),
    ...(vmid === null
      ? ["not all guests were read, so no free vmid is known: pvesh get /cluster/nextid"]
      : []),
    ...reasons.map((reason) => `${id}: ${reason}`),
  ];
}
