import type { Vdev } from "../../model/cluster.ts";
import type { NamedVdev } from "./zpool-status.ts";

/** The ashift of each vdev, found by the names the commands have in common. */
export function withAshift(
  vdevs: readonly NamedVdev[],
  ashifts: ReadonlyMap<string, number>,
): readonly Vdev[] {
  const byName = new Map([...ashifts].map(([name, ashift]) => [canonical(name), ashift]));
  const all = new Set(ashifts.values());
  const [only] = all;
  // Links and partitions have several names. Where every vdev says the same, the name does not matter.
  const common = all.size === 1 ? only : undefined;
  return vdevs.map(({ name, ...vdev }) => {
    const ashift = byName.get(canonical(name)) ?? common;
    return ashift === undefined ? vdev : { ...vdev, ashift };
  });
}

/** `raidz2-0` and zdb's `raidz-0`; `/dev/sda1` and `sda`; `…-part1` and the disk itself. */
function canonical(name: string): string {
  const [, group, id] = /^(mirror|raidz|draid)\d?.*-(\d+)$/.exec(name) ?? [];
  if (group !== undefined && id !== undefined) return `${group}-${id}`;
  const device = name.slice(name.lastIndexOf("/") + 1);
  return device.replace(/-part\d+$/, "").replace(/^((?:sd|vd|xvd|hd)[a-z]+|nvme\d+n\d+(?=p))p?\d+$/, "$1");
}
