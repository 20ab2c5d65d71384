import type { NodeSnapshot } from "../../../src/model/cluster.ts";
import type { JsonObject } from "../reply.ts";
import { known } from "./known.ts";

/** The children of disks/lvm: a volume group with its physical volumes. Bytes. */
export function volumeGroupRows(node: NodeSnapshot): readonly JsonObject[] {
  return (known(node.volumeGroups) ?? []).map(({ name, physicalVolumes }) => {
    const volumes = volumesIn(node, name);
    // A thin volume takes its room from its pool.
    const taken = volumes.reduce((sum, { size = 0, segtype }) => sum + (segtype === "thin" ? 0 : size), 0);
    const sizes = physicalVolumes.map((path) => deviceSize(node, path));
    const total = sizes.reduce((sum, bytes) => sum + bytes, 0);
    const size = Math.max(total, taken);
    return {
      name,
      size,
      free: size - taken,
      lvcount: volumes.length,
      leaf: 0,
      children: physicalVolumes.map((path, index) => {
        const bytes = sizes[index] ?? 0;
        return { name: path, size: bytes, free: Math.max(bytes - taken, 0), leaf: 1 };
      }),
    };
  });
}

/** The rows of disks/lvmthin. Bytes; times are text. */
export function thinPoolRows(node: NodeSnapshot): readonly JsonObject[] {
  const volumes = known(node.logicalVolumes) ?? [];
  return volumes
    .filter(({ segtype }) => segtype === "thin-pool")
    .map(({ name, volumeGroup, size = 0, dataPercent = 0, metadataPercent = 0 }) => {
      const metadata = 2 ** 34;
      return {
        lv: name,
        vg: volumeGroup,
        lv_size: size,
        used: Math.trunc((size * dataPercent) / 100),
        metadata_size: metadata,
        metadata_used: Math.trunc((metadata * metadataPercent) / 100),
        lv_type: "t",
        lv_state: "a",
        ctime: "1750000000",
      };
    });
}

function volumesIn(node: NodeSnapshot, group: string) {
  return (known(node.logicalVolumes) ?? []).filter(({ volumeGroup }) => volumeGroup === group);
}

function deviceSize(node: NodeSnapshot, path: string): number {
  const devices = (known(node.blockDevices) ?? []).flatMap((device) => [device, ...device.children]);
  return devices.find((device) => (device.path ?? `/dev/${device.name}`) === path)?.size ?? 0;
}
