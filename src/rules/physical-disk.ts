import type { BlockDevice } from "../model/cluster.ts";

/** Physical disks that guests name by path, and what a node's lsblk says of them. */

/** Names the kernel gives in the order of discovery: another disk may have them after the next boot. */
const kernelName = /^\/dev\/(?:(?:sd|vd|xvd|hd)[a-z]+\d*|(?:nvme\d+n|mmcblk)\d+(?:p\d+)?)$/;
const stableName = /^\/dev\/disk\/by-[a-z]+\/(?!dm-name-|dm-uuid-LVM-|md-)/;
const multipath = /^\/dev\/mapper\/(?:mpath\w+|3[0-9a-f]{16,32})(?:-part\d+)?$/;

export function hasKernelName(path: string): boolean {
  return kernelName.test(path);
}

/** A disk or partition by its name; logical volumes, zvols, RAID arrays and files are none. */
export function isPhysicalPath(path: string): boolean {
  return kernelName.test(path) || stableName.test(path) || multipath.test(path);
}

/** The device a path names; undefined: lsblk does not show which one that is. */
export function deviceAt(path: string, roots: readonly BlockDevice[]): BlockDevice | undefined {
  const named = roots
    .flatMap(withChildren)
    .find((device) => device.path === path || `/dev/${device.name}` === path);
  if (named !== undefined || !path.startsWith("/dev/disk/by-id/")) return named;
  return deviceById(path.slice("/dev/disk/by-id/".length), roots);
}

/** udev builds ids from the serial number; a partition's ends with its number. */
function deviceById(id: string, roots: readonly BlockDevice[]): BlockDevice | undefined {
  const [, whole = id, part] = /^(.+?)(?:-part(\d+))?$/.exec(id) ?? [];
  const matching = roots.filter(({ serial }) => {
    const spoken = serial?.trim().replace(/[^\w.:-]+/g, "_") ?? "";
    return spoken.length >= 4 && whole.includes(spoken);
  });
  const [disk, ...others] = matching;
  if (disk === undefined || others.length > 0) return undefined;
  if (part === undefined) return disk;
  return disk.children.find(({ name }) => name === `${disk.name}${part}` || name === `${disk.name}p${part}`);
}

interface NodeUse {
  /** What the node does with the device: `pool rust`, `mounted at /`. */
  readonly uses: readonly string[];
  /** What lsblk shows but does not settle. */
  readonly doubts: readonly string[];
}

/** Used through something lsblk does not show below them: another member's mount, a daemon. */
const memberTypes: ReadonlySet<string> = new Set([
  "btrfs",
  "bcachefs",
  "bcache",
  "ceph_bluestore",
  "drbd",
  "linux_raid_member",
]);

/** What a node itself does with a device or anything that stands on it. */
export function nodeUseOf(device: BlockDevice, isImported: (pool: string) => boolean): NodeUse {
  const uses: string[] = [];
  const doubts: string[] = [];
  for (const part of withChildren(device)) {
    for (const target of part.mountpoints) uses.push(target === "[SWAP]" ? "swap" : `mounted at ${target}`);
    if (part !== device && !["disk", "part", "mpath"].includes(part.type))
      uses.push(`${part.type} ${part.name}`);
    if (part.fstype === "zfs_member") {
      const pool = part.label ?? "without a name";
      if (isImported(pool)) uses.push(`pool ${pool}`);
      else doubts.push(`whether the node imports pool ${pool}`);
    }
    if (part.fstype === "LVM2_member" && part.children.length === 0) {
      doubts.push("whether its volume group has volumes");
    }
    if (memberTypes.has(part.fstype ?? "") && part.mountpoints.length + part.children.length === 0) {
      doubts.push(`whether the node uses its ${part.fstype}`);
    }
  }
  return { uses: [...new Set(uses)], doubts: [...new Set(doubts)] };
}

function withChildren(device: BlockDevice): readonly BlockDevice[] {
  return [device, ...device.children.flatMap(withChildren)];
}
