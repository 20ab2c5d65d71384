import type { BlockDevice, Vdev } from "../model/cluster.ts";
import { diskDeclaration } from "../model/disk-declaration.ts";
import type { Medium } from "../model/drive.ts";
import { type Fact, known, mapFact, unknown } from "../model/fact.ts";
import { missingDisk, undeclaredMedium } from "../model/missing.ts";
import type { Policy } from "../model/policy.ts";
import type { ResolvedNode } from "../model/resolved.ts";
import type { ResolvedPool } from "../model/resolved-pool.ts";
import { deviceAt } from "./physical-disk.ts";
import { missingAmong } from "./unknowns.ts";

/** The physical disks below the vdevs of a pool. */

/** The disk that a device path of a vdev stands on. */
export function diskOf({ name, blockDevices }: ResolvedNode, path: string): Fact<BlockDevice> {
  if (!blockDevices.known) return unknown(missingDisk(name, path));
  const device = deviceAt(path, blockDevices.value);
  const disk = blockDevices.value.find((root) => device !== undefined && holds(root, device));
  return disk === undefined ? unknown(missingDisk(name, path)) : known(disk, blockDevices.source);
}

function holds(root: BlockDevice, device: BlockDevice): boolean {
  return root === device || root.children.some((child) => holds(child, device));
}

/** A model with its path: `SSD 870 EVO (/dev/sdi)`. */
export function diskText({ model, name }: BlockDevice): string {
  return model === undefined ? `/dev/${name}` : `${model.trim()} (/dev/${name})`;
}

/** SSD or spinning: as declared for its model or serial number, else as the kernel says. */
export function mediumOfDisk(disk: BlockDevice, policy: Policy): Fact<Medium> {
  const declared = diskDeclaration(disk, policy.disks)?.medium;
  if (declared !== undefined) return known(declared, "declared");
  return disk.rotational === undefined || disk.transport === "iscsi" || disk.transport === "fc"
    ? unknown(undeclaredMedium(diskText(disk)))
    : known(disk.rotational ? "hdd" : "ssd", "lsblk");
}

/** Whether a device of these vdevs is an SSD: one is enough, and all have to be known to say no. */
export function hasSsd(pool: ResolvedPool, policy: Policy, wanted: (vdev: Vdev) => boolean): Fact<boolean> {
  const { facts, node } = pool;
  if (!facts.known) return mapFact(pool.medium, (medium) => medium === "ssd");
  const devices = facts.value.vdevs.filter(wanted).flatMap((vdev) => vdev.devices);
  const media = devices.map((path): Fact<Medium> => {
    const disk = diskOf(node, path);
    return disk.known ? mediumOfDisk(disk.value, policy) : disk;
  });
  if (media.some((medium) => medium.known && medium.value === "ssd")) return known(true, facts.source);
  const missing = missingAmong(...media);
  return missing === undefined ? known(false, facts.source) : unknown(...missing);
}

export const holdsData = ({ role }: Vdev): boolean =>
  role === "data" || role === "special" || role === "dedup";
