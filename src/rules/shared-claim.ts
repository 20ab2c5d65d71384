import type { BlockDevice } from "../model/cluster.ts";
import { type Fact, known, unknown } from "../model/fact.ts";
import { missingOutput } from "../model/missing.ts";
import type { ResolvedNode, ResolvedStorage } from "../model/resolved.ts";
import { mountAt } from "./mounts.ts";
import { diskOf, diskText } from "./pool-disks.ts";
import { missingAmong } from "./unknowns.ts";

/** What a node shows of a storage that claims to be shared. */
export interface Claim {
  readonly kind: "shared" | "local";
  readonly text: string;
  readonly source: string;
}

/** File systems that several nodes may have mounted at once. */
const clusterFileSystem = /^(?:nfs\d?|cifs|smb3|ceph|gfs2|ocfs2|glusterfs|beegfs|lustre|fuse\..+)$/;
const remoteTransports: ReadonlySet<string> = new Set(["iscsi", "fc"]);
/** Buses that end inside one machine. SAS can be a shelf with two cables, and NVMe a network: they prove nothing. */
const localTransports: ReadonlySet<string> = new Set(["sata", "ata", "usb", "mmc"]);

export function claimOf(storage: ResolvedStorage, node: ResolvedNode): Fact<Claim> {
  return storage.entry.type === "lvm" ? claimOfGroup(storage, node) : claimOfDirectory(storage, node);
}

function claimOfDirectory({ entry }: ResolvedStorage, node: ResolvedNode): Fact<Claim> {
  const path = entry.properties["path"] ?? `/mnt/pve/${entry.id}`;
  const mount = mountAt(node, path);
  if (!mount.known) return mount;
  const { fstype, source, target } = mount.value;
  if (clusterFileSystem.test(fstype)) {
    return known({ kind: "shared", text: `${fstype} at ${target}`, source: mount.source }, mount.source);
  }
  // Not mounted just now: the path lies on whatever is above it, which is not what the storage is.
  const awaited = ["1", "yes", "true"].includes(entry.properties["is_mountpoint"] ?? "") && target !== path;
  if (awaited) return unknown(missingOutput(node.name, `mount of ${path}`, "findmnt.json", "findmnt -J"));
  const local: Claim = {
    kind: "local",
    text: `${path} is ${fstype} on ${source} of ${node.name}`,
    source: mount.source,
  };
  if (fstype === "zfs") return known(local, mount.source);
  const disk = source.startsWith("/dev/") ? diskOf(node, source) : undefined;
  if (disk?.known === true && localTransports.has(disk.value.transport ?? ""))
    return known(local, mount.source);
  // A local file system on a LUN: whether only one node at a time mounts it, nothing here can tell.
  return unknown({
    fact: `whether ${path} is the same file system on every node`,
    node: node.name,
    access: "declare",
    how: `${fstype} on ${source} can be mounted by one node at a time; no command shows who sees to that`,
  });
}

function claimOfGroup(storage: ResolvedStorage, node: ResolvedNode): Fact<Claim> {
  const name = storage.entry.properties["vgname"] ?? "";
  const uuid = uuidOf(name, node);
  const elsewhere = node.cluster.nodes.filter(
    (other) => other !== node && storage.nodes?.has(other.name) !== false,
  );
  if (uuid !== undefined && elsewhere.some((other) => uuidOf(name, other) === uuid)) {
    const source = node.volumeGroups.known ? node.volumeGroups.source : "vgs";
    return known(
      { kind: "shared", text: `volume group ${name} has one UUID on several nodes`, source },
      source,
    );
  }
  return claimOfDisks(name, node);
}

function claimOfDisks(name: string, node: ResolvedNode): Fact<Claim> {
  const { volumeGroups, blockDevices } = node;
  const group = volumeGroups.known ? volumeGroups.value.find((one) => one.name === name) : undefined;
  const paths = group?.physicalVolumes ?? [];
  const disks = paths.map((path) => diskOf(node, path));
  const below = paths.length > 0 ? disks : disksByName(name, blockDevices);
  const found = below.flatMap((disk) => (disk.known ? [disk.value] : []));
  const source = blockDevices.known ? blockDevices.source : "lsblk";
  if (found.length > 0 && found.every((disk) => remoteTransports.has(disk.transport ?? ""))) {
    return known({ kind: "shared", text: `${name} lies on a LUN`, source }, source);
  }
  const local = found.find(isPlainDisk);
  if (local !== undefined) {
    const text = `volume group ${name} lies on ${diskText(local)}, a disk of ${node.name} itself`;
    return known({ kind: "local", text, source }, source);
  }
  const missing = missingAmong(volumeGroups, blockDevices, ...disks);
  return unknown(...(missing ?? [missingOutput(node.name, `UUID of volume group ${name}`, "vgs.json", vgs)]));
}

const vgs = "vgs --reportformat json -o vg_name,vg_uuid";

/** A disk on a bus inside the node, with nothing between it and the volume group that could come from elsewhere. */
function isPlainDisk(disk: BlockDevice): boolean {
  const between = (device: BlockDevice): readonly string[] =>
    device.children.flatMap((child) => [child.type, ...between(child)]);
  // A replicated device (DRBD) calls itself a disk too.
  const plain = between(disk).every((type) => ["part", "lvm", "crypt", "raid1"].includes(type));
  return plain && localTransports.has(disk.transport ?? "");
}

/** Where vgs was not read: lsblk names logical volumes after their group, with doubled dashes. */
function disksByName(name: string, devices: ResolvedNode["blockDevices"]): readonly Fact<BlockDevice>[] {
  if (!devices.known) return [devices];
  const prefix = `${name.replaceAll("-", "--")}-`;
  const carries = (device: BlockDevice): boolean =>
    (device.type === "lvm" && device.name.startsWith(prefix) && device.name.charAt(prefix.length) !== "-") ||
    device.children.some(carries);
  return devices.value.filter(carries).map((device) => known(device, devices.source));
}

function uuidOf(name: string, { volumeGroups }: ResolvedNode): string | undefined {
  return volumeGroups.known ? volumeGroups.value.find((one) => one.name === name)?.uuid : undefined;
}

/** Two groups of one name are two groups, whatever they lie on. */
export function differingGroups(
  { entry }: ResolvedStorage,
  nodes: readonly ResolvedNode[],
): { readonly node: ResolvedNode; readonly claim: Claim } | undefined {
  if (entry.type !== "lvm") return undefined;
  const name = entry.properties["vgname"] ?? "";
  const seen = nodes.flatMap((node) => {
    const uuid = uuidOf(name, node);
    return uuid === undefined ? [] : [{ node, uuid }];
  });
  const [first] = seen;
  const other = seen.find(({ uuid }) => uuid !== first?.uuid);
  if (first === undefined || other === undefined) return undefined;
  const text = `volume group ${name} of ${first.node.name} and ${other.node.name} are two, with different UUIDs`;
  const source = other.node.volumeGroups.known ? other.node.volumeGroups.source : "vgs";
  return { node: other.node, claim: { kind: "local", text, source } };
}
