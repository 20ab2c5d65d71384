import type { BlockDevice } from "../../model/cluster.ts";
import type { PageDisk } from "../../model/place-page.ts";
import type { Policy } from "../../model/policy.ts";
import type { ResolvedNode } from "../../model/resolved.ts";
import { plpOf } from "../../rules/plp-models.ts";
import { diskOf, mediumOfDisk } from "../../rules/pool-disks.ts";

/** The physical disk below a device path of a vdev. */
export function diskBelow(path: string, node: ResolvedNode, policy: Policy): PageDisk {
  const disk = diskOf(node, path);
  return disk.known
    ? { ...pageDisk(disk.value, policy), path }
    : { path, disk: null, model: null, medium: "unknown", size: null, transport: null, plp: null };
}

export function pageDisk(disk: BlockDevice, policy: Policy): PageDisk {
  const medium = mediumOfDisk(disk, policy);
  return {
    path: disk.path ?? `/dev/${disk.name}`,
    disk: disk.name,
    model: disk.model?.trim() ?? null,
    medium: medium.known ? medium.value : "unknown",
    size: disk.size ?? null,
    transport: disk.transport ?? null,
    plp: plpOf(disk, policy)?.plp ?? null,
  };
}
