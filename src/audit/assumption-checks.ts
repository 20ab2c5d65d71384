import type { Missing } from "../model/fact.ts";
import { missingVdevAshift } from "../model/missing.ts";
import type { ResolvedCluster } from "../model/resolved.ts";

/** What a cluster shows against an assumption, and what could not be looked at. */
export interface Seen {
  readonly against: readonly string[];
  readonly missing: readonly Missing[];
}

const joined = (parts: readonly Seen[]): Seen => ({
  against: parts.flatMap(({ against }) => against),
  missing: parts.flatMap(({ missing }) => missing),
});

/** Shared storages for disks that are no thick LVM with volume chains. */
export function chainSeen({ storages }: ResolvedCluster): Seen {
  if (!storages.known) return { against: [], missing: storages.missing };
  const shared = [...storages.value.values()].filter(
    ({ shared, enabled, content }) => shared && enabled && content.has("images"),
  );
  const against = shared
    .filter(({ entry, volumeChain }) => entry.type !== "lvm" || !volumeChain)
    .map(
      ({ entry }) =>
        `storage ${entry.id} is ${entry.type === "lvm" ? "lvm without volume chains" : entry.type}`,
    );
  return { against, missing: [] };
}

/** Windows guests that a device pins and whose drives are on ZFS. */
export function windowsOnZfsSeen({ guests }: ResolvedCluster): Seen {
  const windows = guests.filter(({ quadrant }) => quadrant.os === "windows");
  return joined(
    windows.flatMap(({ vmid, devicePinned, drives }) =>
      drives.map(({ key, onZfs }): Seen => {
        if (devicePinned.known && !devicePinned.value) return { against: [], missing: [] };
        if (onZfs.known && !onZfs.value) return { against: [], missing: [] };
        if (!devicePinned.known) return { against: [], missing: devicePinned.missing };
        if (!onZfs.known) return { against: [], missing: onZfs.missing };
        return { against: [`${vmid} ${key} is on ZFS`], missing: [] };
      }),
    ),
  );
}

export function logOrCacheSeen({ pools }: ResolvedCluster): Seen {
  return joined(
    pools.map(({ facts, name, node }): Seen => {
      if (!facts.known) return { against: [], missing: facts.missing };
      const roles = new Set(facts.value.vdevs.map(({ role }) => role));
      const against = (["log", "cache"] as const)
        .filter((role) => roles.has(role))
        .map((role) => `pool ${name} of ${node.name} has a ${role} device`);
      return { against, missing: [] };
    }),
  );
}

/** Sectors of 4K: 2^12. */
const wantedAshift = 12;

export function ashiftSeen({ pools }: ResolvedCluster): Seen {
  return joined(
    pools.map(({ facts, name, node }): Seen => {
      if (!facts.known) return { against: [], missing: facts.missing };
      const data = facts.value.vdevs.filter(({ role }) => role === "data");
      const against = data.flatMap(({ ashift }) =>
        ashift === undefined || ashift === wantedAshift
          ? []
          : [`ashift ${ashift} in pool ${name} of ${node.name}`],
      );
      const unread = data.some(({ ashift }) => ashift === undefined);
      return { against, missing: unread ? [missingVdevAshift(node.name, name)] : [] };
    }),
  );
}
