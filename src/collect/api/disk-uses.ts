import type { BlockDevice, Pool, VolumeGroup } from "../../model/cluster.ts";

/**
 * The disks with what other answers say is on them: the list itself names neither the pool nor the volume group, and a
 * guest that is given a disk of the node's own pool has to be found.
 */
export function withUses(
  disks: readonly BlockDevice[],
  pools: readonly Pool[],
  groups: readonly VolumeGroup[],
): readonly BlockDevice[] {
  const poolOn = new Map(
    pools.flatMap(({ name, vdevs }) => vdevs.flatMap(({ devices }) => devices.map((path) => [path, name]))),
  );
  const groupOn = new Map(
    groups.flatMap(({ name, physicalVolumes }) => physicalVolumes.map((path) => [path, name])),
  );
  const used = (device: BlockDevice): BlockDevice => {
    const path = device.path ?? "";
    // a pool on a whole disk lies on its first partition, whichever of the two zpool names
    const [pool, group] = [poolOn.get(path) ?? poolOnFirst(device, poolOn), groupOn.get(path)];
    return {
      ...device,
      ...(pool === undefined || device.fstype !== "zfs_member" ? {} : { label: pool }),
      children: [...device.children.map(used), ...(group === undefined ? [] : [volumesOf(group)])],
    };
  };
  return disks.map(used);
}

const poolOnFirst = (device: BlockDevice, poolOn: ReadonlyMap<string, string>): string | undefined =>
  device.children.flatMap(({ path = "" }) => poolOn.get(path) ?? [])[0];

/** As lsblk shows a logical volume on its physical one; which ones, the API does not say. */
const volumesOf = (group: string): BlockDevice => ({
  name: `${group.replaceAll("-", "--")}-volumes`,
  type: "lvm",
  mountpoints: [],
  children: [],
});
