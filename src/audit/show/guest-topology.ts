import type { Policy } from "../../model/policy.ts";
import type { ResolvedGuest, VolumeRole } from "../../model/resolved.ts";
import type { TopologyHop } from "../../model/topology.ts";
import { topologyOf } from "./topology.ts";

/** Media come and go; what a snapshot or a pending change names is told where that is told. */
const kept: ReadonlySet<VolumeRole> = new Set(["efi", "tpm", "unused"]);

/** The ways down to the disks of every volume that a guest keeps, by key. */
export function guestTopology(guest: ResolvedGuest, policy: Policy): Readonly<Record<string, TopologyHop>> {
  const { storages } = guest.cluster;
  const place = {
    node: guest.onNode ?? null,
    policy,
    storages: storages.known ? storages.value : new Map(),
  };
  const lines = [...guest.drives, ...guest.volumes.filter(({ role }) => kept.has(role))];
  return Object.fromEntries(
    lines.flatMap((line) => {
      const hop = topologyOf(line, place);
      return hop === undefined ? [] : [[line.key, hop]];
    }),
  );
}
