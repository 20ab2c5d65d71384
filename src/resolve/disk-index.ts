import type { BlockDevice, VolumeGroup } from "../model/cluster.ts";
import { diskDeclaration } from "../model/disk-declaration.ts";
import type { Medium } from "../model/drive.ts";
import type { Policy } from "../model/policy.ts";

/** What the physical disks below a pool, a volume group or a device are. */
export interface DiskSet {
  readonly media: ReadonlySet<Medium>;
  /** iscsi or fc: the medium behind it cannot be seen from the node. */
  readonly remote: boolean;
}

export interface DiskIndex {
  readonly pool: (name: string) => DiskSet | undefined;
  readonly volumeGroup: (name: string) => DiskSet | undefined;
  /** By kernel name, /dev path or stable /dev/disk/by-id path. */
  readonly device: (path: string) => DiskSet | undefined;
  /** The kernel's name of a device, whichever path it was given by. */
  readonly deviceName: (path: string) => string | undefined;
}

interface MutableSet {
  /** The first device it was found by. */
  readonly device: string;
  readonly media: Set<Medium>;
  remote: boolean;
}

const remoteTransports: ReadonlySet<string> = new Set(["iscsi", "fc"]);

/** Walks lsblk's tree once: every device inherits the disk it stands on. */
export function indexDisks(
  roots: readonly BlockDevice[],
  declared: Policy["disks"] = [],
  groups: readonly VolumeGroup[] = [],
): DiskIndex {
  const pools = new Map<string, MutableSet>();
  const volumeGroups = new Map<string, MutableSet>();
  const devices = new Map<string, MutableSet>();
  const serials: { readonly serial: string; readonly set: MutableSet }[] = [];
  const visit = (device: BlockDevice, disk: BlockDevice): void => {
    add(devices, device.name, disk, device.name);
    if (device.fstype === "zfs_member" && device.label !== undefined)
      add(pools, device.label, disk, device.name);
    if (device.type === "lvm") add(volumeGroups, volumeGroupOf(device.name), disk, device.name);
    for (const child of device.children) visit(child, disk);
  };
  for (const found of roots) {
    const root = asDeclared(found, declared);
    visit(root, root);
    const set = devices.get(root.name);
    const serial = root.serial?.trim().replace(/[^\w.:-]+/g, "_") ?? ""; // as udev spells it in a path
    if (serial !== "" && set !== undefined) serials.push({ serial, set });
  }
  serials.sort((a, b) => b.serial.length - a.serial.length); // `S1` is also the beginning of `S12`
  const byId = (path: string): MutableSet | undefined => {
    const disk = serials.find(({ serial }) => namesSerial(path, serial))?.set;
    const part = /-part(\d+)$/.exec(path)?.[1];
    if (disk === undefined || part === undefined) return disk;
    return devices.get(`${disk.device}${part}`) ?? devices.get(`${disk.device}p${part}`);
  };
  const find = (path: string): MutableSet | undefined =>
    devices.get(path.replace(/^\/dev\/(?:mapper\/)?/, "")) ??
    (path.startsWith("/dev/disk/by-id/") ? byId(path) : undefined);
  // where lsblk's tree does not show what stands on a disk (the API's list), the group says what it stands on
  const byGroup = (name: string): DiskSet | undefined => {
    const sets = groups.find((group) => group.name === name)?.physicalVolumes.map(find) ?? [];
    return sets.length === 0 ? undefined : unite(sets);
  };
  return {
    pool: (name) => pools.get(name),
    volumeGroup: (name) => volumeGroups.get(name) ?? byGroup(name),
    device: find,
    deviceName: (path) => find(path)?.device,
  };
}

/** A declared medium wins over what the kernel says, and tells of a disk that is reached over a network. */
function asDeclared(disk: BlockDevice, declared: Policy["disks"]): BlockDevice {
  const medium = diskDeclaration(disk, declared)?.medium;
  if (medium === undefined) return disk;
  const { transport: _, ...rest } = disk;
  return { ...rest, rotational: medium === "hdd" };
}

/**
 * Whether a /dev/disk/by-id path ends in this serial, but for a partition or namespace. Before a long one a digit may
 * stand (`scsi-35000c5…`); a short one has to stand alone.
 */
function namesSerial(path: string, serial: string): boolean {
  const at = path.lastIndexOf(serial);
  if (at < 0) return false;
  const standsAlone = serial.length >= 8 || /[-_]/.test(path.charAt(at - 1));
  return standsAlone && /^(?:$|[-_:])/.test(path.slice(at + serial.length));
}

function add(index: Map<string, MutableSet>, key: string, disk: BlockDevice, device: string): void {
  const set = index.get(key) ?? { device, media: new Set(), remote: false };
  index.set(key, set);
  if (disk.rotational !== undefined) set.media.add(disk.rotational ? "hdd" : "ssd");
  if (disk.transport !== undefined && remoteTransports.has(disk.transport)) set.remote = true;
}

/** `pve-vm--100--disk--0` stands in the volume group `pve`: device mapper doubles the dashes of names. */
function volumeGroupOf(mapperName: string): string {
  const dash = /^((?:[^-]|--)+)-(?!-)/.exec(mapperName);
  return (dash?.[1] ?? mapperName).replaceAll("--", "-");
}

/** undefined as soon as one disk is not known: the medium of the others would say nothing of it. */
export function unite(sets: readonly (DiskSet | undefined)[]): DiskSet | undefined {
  const found = sets.flatMap((set) => set ?? []);
  if (found.length < sets.length) return undefined;
  return {
    media: new Set(found.flatMap(({ media }) => [...media])),
    remote: found.some(({ remote }) => remote),
  };
}
