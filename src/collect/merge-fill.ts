import type { BlockDevice, NodeSnapshot, Pool, Reading, VolumeGroup } from "../model/cluster.ts";

/**
 * What the API tells in fewer words than the node itself, with what the earlier reading adds: settings of pools, ids of
 * volume groups, what stands on a disk. What changes by itself always comes from the later one.
 */
export function filled(before: NodeSnapshot, after: NodeSnapshot): NodeSnapshot {
  const { pools, volumeGroups, blockDevices } = after;
  return {
    ...after,
    ...(pools === undefined ? {} : { pools: rowsWith(before.pools, pools, withSettings) }),
    ...(volumeGroups === undefined
      ? {}
      : { volumeGroups: rowsWith(before.volumeGroups, volumeGroups, withUuid) }),
    ...(blockDevices === undefined ? {} : { blockDevices: devicesWith(before.blockDevices, blockDevices) }),
  };
}

type Rows<T> = Reading<readonly T[]>;

function rowsWith<T extends { readonly name: string }>(
  before: Rows<T> | undefined,
  after: Rows<T>,
  fill: (earlier: T, later: T) => T,
): Rows<T> {
  if (before === undefined || !("value" in before) || !("value" in after)) return after;
  const earlier = new Map(before.value.map((row) => [row.name, row]));
  const value = after.value.map((row) => {
    const known = earlier.get(row.name);
    return known === undefined ? row : fill(known, row);
  });
  return { ...after, value };
}

/** Of a pool that was rebuilt nothing is carried over. */
function withSettings(earlier: Pool, later: Pool): Pool {
  if (shapeOf(earlier) !== shapeOf(later)) return later;
  const { properties = earlier.properties } = later;
  return {
    ...later,
    ...(properties === undefined ? {} : { properties }),
    vdevs: later.vdevs.map((vdev, index) => {
      const { ashift = earlier.vdevs[index]?.ashift } = vdev;
      return ashift === undefined ? vdev : { ...vdev, ashift };
    }),
  };
}

const shapeOf = ({ vdevs }: Pool): string =>
  JSON.stringify(vdevs.map(({ role, kind, devices }) => [role, kind, devices]));

function withUuid(earlier: VolumeGroup, later: VolumeGroup): VolumeGroup {
  const { uuid = earlier.uuid } = later;
  return uuid === undefined ? later : { ...later, uuid };
}

/** The API lists disks and partitions; what the node's own lsblk says of the same disk is more. */
function devicesWith(before: Rows<BlockDevice> | undefined, after: Rows<BlockDevice>): Rows<BlockDevice> {
  if (before === undefined || !("value" in before) || !isOfApi(after) || isOfApi(before)) return after;
  const value = "value" in after ? after.value : [];
  const listed = new Map(value.map((device) => [device.name, device]));
  const same = before.value.filter((device) => isSame(device, listed.get(device.name)));
  const known = new Set(same.map(({ name }) => name));
  return { source: before.source, value: [...same, ...value.filter(({ name }) => !known.has(name))] };
}

const isOfApi = ({ source }: Rows<BlockDevice>): boolean => source.startsWith("/nodes/");

/** The API leaves out LUNs and whatever it takes for no disk: a device it does not list is no other device. */
const isSame = (earlier: BlockDevice, later: BlockDevice | undefined): boolean =>
  later === undefined ||
  (["model", "serial", "rotational"] as const).every(
    (key) => later[key] === undefined || earlier[key] === undefined || later[key] === earlier[key],
  );
