import type { Medium } from "../model/drive.ts";
import { type Fact, known, type Missing, unknown } from "../model/fact.ts";
import { missingBlockDevices, missingMounts, undeclaredMedium } from "../model/missing.ts";
import type { FileSystem, ResolvedStorage } from "../model/resolved.ts";
import type { Volume } from "../model/syntax/volume-id.ts";
import { type DiskIndex, type DiskSet, unite } from "./disk-index.ts";
import { directoryOf, imagePath } from "./file-system.ts";
import type { NodeEvidence } from "./node-evidence.ts";

/** Types behind which no command of a node sees the medium. */
const remoteTypes: ReadonlySet<string> = new Set([
  "nfs",
  "cifs",
  "cephfs",
  "iscsi",
  "iscsidirect",
  "zfs",
  "glusterfs",
]);

export interface MediumPlace {
  readonly volume: Volume;
  readonly storage: ResolvedStorage | undefined;
  readonly fileSystem: Fact<FileSystem | null>;
  readonly node: string | null;
  readonly evidence: NodeEvidence | undefined;
}

type DiskPlace = Pick<MediumPlace, "node" | "evidence">;

/** The medium of a pool as such. */
export function mediumOfPool(pool: string, evidence: NodeEvidence): Fact<Medium> {
  return ofPool(pool, "the node", { node: evidence.name, evidence });
}

/** SSD or spinning disk, from the disks below; a declaration wins, and a SAN can only be declared. */
export function mediumOf(place: MediumPlace): Fact<Medium> {
  const { storage, volume } = place;
  if (storage?.declared.medium !== undefined) return known(storage.declared.medium, "declared");
  if (storage === undefined) {
    return volume.kind === "volume"
      ? unknown(undeclaredMedium(`storage ${volume.storage}`))
      : ofPath(volume.text, place);
  }
  const { type, properties, id } = storage.entry;
  const name = `storage ${id}`;
  if (remoteTypes.has(type)) return unknown(undeclaredMedium(name));
  if (type === "rbd") return unknown(missingDeviceClass(id));
  if (type === "zfspool") return ofPool(poolOf(properties["pool"] ?? id), name, place);
  if (type === "lvmthin")
    return fromDisks(place, name, (disks) => disks.volumeGroup(properties["vgname"] ?? ""));
  if (type === "lvm") return ofLvm(storage, place);
  if (type === "btrfs" && volume.kind === "volume") return ofMount(imagePath(storage, volume), name, place);
  return type === "dir" ? ofFile(name, place) : unknown(undeclaredMedium(name));
}

export const poolOf = (dataset: string): string => dataset.split("/")[0] ?? dataset;

/** A shared volume group lies on a SAN, even where lsblk was not read. */
function ofLvm(storage: ResolvedStorage, place: MediumPlace): Fact<Medium> {
  const name = `storage ${storage.entry.id}`;
  if (storage.shared && place.evidence === undefined) return unknown(undeclaredMedium(name));
  const found = fromDisks(place, name, (disks) =>
    disks.volumeGroup(storage.entry.properties["vgname"] ?? ""),
  );
  return !found.known && storage.shared ? unknown(undeclaredMedium(name)) : found;
}

function ofFile(name: string, place: MediumPlace): Fact<Medium> {
  const { fileSystem, storage, volume } = place;
  if (!fileSystem.known) return fileSystem;
  if (fileSystem.value?.kind === "zfs") return ofPool(poolOf(fileSystem.value.dataset), name, place);
  if (fileSystem.value?.kind === "network") return unknown(undeclaredMedium(name));
  const path = storage !== undefined && volume.kind === "volume" ? imagePath(storage, volume) : volume.text;
  return ofMount(path, name, place);
}

function ofPath(path: string, place: MediumPlace): Fact<Medium> {
  const zvol = /^\/dev\/zvol\/(.+)$/.exec(path)?.[1];
  if (zvol !== undefined) return ofPool(poolOf(zvol), path, place);
  return path.startsWith("/dev/")
    ? fromDisks(place, path, (disks) => disks.device(path))
    : ofFile(path, place);
}

/** By the vdevs that hold data; without `zpool status`, by lsblk's labels, which name log and cache devices too. */
function ofPool(pool: string, name: string, place: DiskPlace): Fact<Medium> {
  const vdevs = place.evidence?.vdevsOf(pool);
  const data = vdevs?.known === true ? (vdevs.value ?? []).filter(({ role }) => role === "data") : [];
  const devices = data.flatMap((vdev) => vdev.devices);
  const found = fromDisks(place, `${name} (pool ${pool})`, (disks) =>
    devices.length === 0 ? disks.pool(pool) : unite(devices.map((device) => disks.device(device))),
  );
  return !found.known && found.missing[0].access === "declare" && vdevs !== undefined && !vdevs.known
    ? vdevs
    : found;
}

function ofMount(path: string, name: string, place: MediumPlace): Fact<Medium> {
  const shown = directoryOf(path);
  const mount = place.evidence?.mountOf(path, shown);
  if (mount === undefined || !mount.known) return mount ?? unknown(missingMounts(place.node, shown));
  const source = mount.value?.source;
  if (source === undefined) return unknown(missingMounts(place.node, shown));
  return fromDisks(place, name, (disks) => disks.device(source));
}

function fromDisks(
  place: DiskPlace,
  name: string,
  find: (disks: DiskIndex) => DiskSet | undefined,
): Fact<Medium> {
  const { evidence, node } = place;
  if (evidence === undefined) return unknown(missingBlockDevices(node, name));
  const disks = evidence.disksFor(name);
  if (!disks.known) return disks;
  const set = find(disks.value);
  if (set === undefined) return unknown(notAmongDisks(name, evidence.name));
  if (set.remote) return unknown(undeclaredMedium(name));
  const [medium, ...others] = set.media;
  if (medium === undefined) return unknown(notAmongDisks(name, evidence.name));
  return others.length === 0 ? known(medium, disks.source) : unknown(mixedDisks(name, evidence.name));
}

const notAmongDisks = (name: string, node: string): Missing => ({
  fact: `medium of ${name}`,
  node,
  access: "declare",
  how: `lsblk of ${node} shows no disk of it; declare medium: ssd or hdd`,
});

/** A log or cache device on an SSD beside spinning disks looks the same in lsblk as a mixed pool. */
const mixedDisks = (name: string, node: string): Missing => ({
  fact: `medium of ${name}`,
  node,
  access: "declare",
  how: `it has both SSDs and spinning disks; declare medium: ssd or hdd`,
});

const missingDeviceClass = (id: string): Missing => ({
  fact: `medium of storage ${id}`,
  access: "api",
  how: `no file holds it; \`ceph osd tree\` shows the class of the OSDs`,
});
