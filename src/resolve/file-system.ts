import type { Mount } from "../model/cluster.ts";
import { type Fact, known, unknown } from "../model/fact.ts";
import { missingDataset, missingMounts, missingStorage } from "../model/missing.ts";
import type { FileSystem, ResolvedStorage } from "../model/resolved.ts";
import { fileStorageTypes, type Volume } from "../model/syntax/volume-id.ts";
import type { NodeEvidence } from "./node-evidence.ts";

const networkFileSystems = /^(nfs\d?|cifs|smb3|ceph|fuse\.(glusterfs|sshfs|ceph.*)|glusterfs|gfs2|ocfs2)$/;

/** The file system a file-backed volume lies on; null when the volume is not a file. */
export function fileSystemOf(
  volume: Volume,
  storage: ResolvedStorage | undefined,
  node: string | null,
  evidence: NodeEvidence | undefined,
): Fact<FileSystem | null> {
  if (volume.kind !== "volume") {
    return volume.text.startsWith("/dev/")
      ? known(null, volume.text)
      : mountedAt(volume.text, node, evidence);
  }
  if (storage === undefined) return unknown(missingStorage(volume.storage));
  const { type, properties } = storage.entry;
  if (!fileStorageTypes.has(type)) return known(null, storage.source);
  if (type === "btrfs") {
    const nocow = known(properties["nocow"] === "1", storage.source);
    return known({ kind: "btrfs", nocow }, storage.source);
  }
  if (type !== "dir") return known({ kind: "network" }, storage.source);
  return mountedAt(imagePath(storage, volume), node, evidence);
}

/** Where a storage of files keeps a volume. */
export function imagePath({ entry }: ResolvedStorage, { name }: { readonly name: string }): string {
  return `${entry.properties["path"] ?? `/mnt/pve/${entry.id}`}/images/${name}`.replace(/\/{2,}/g, "/");
}

function mountedAt(
  path: string,
  node: string | null,
  evidence: NodeEvidence | undefined,
): Fact<FileSystem | null> {
  const shown = directoryOf(path);
  if (evidence === undefined) return unknown(missingMounts(node, shown));
  const mount = evidence.mountOf(path, shown);
  if (!mount.known) return mount;
  // autofs stands for a file system that nobody has used yet.
  if (mount.value === undefined || mount.value.fstype === "autofs")
    return unknown(missingMounts(node, shown));
  return known(fileSystemOfMount(mount.value, evidence), `${mount.source}: ${mount.value.target}`);
}

/** The directory of the images rather than the one file: what is missing is then named once per storage. */
export function directoryOf(path: string): string {
  const images = path.indexOf("/images/");
  return images >= 0 ? path.slice(0, images) : path.slice(0, Math.max(1, path.lastIndexOf("/")));
}

function fileSystemOfMount(mount: Mount, evidence: NodeEvidence): FileSystem {
  if (mount.fstype === "zfs") return onDataset(mount.source, evidence);
  if (mount.fstype === "btrfs") return { kind: "btrfs", nocow: unknownNocow(mount, evidence.name) };
  if (mount.fstype === "bcachefs") return { kind: "bcachefs" };
  if (networkFileSystems.test(mount.fstype)) return { kind: "network" };
  return { kind: "plain", name: mount.fstype };
}

function unknownNocow(mount: Mount, node: string): Fact<boolean> {
  return unknown({
    fact: `nocow attribute of the files below ${mount.target}`,
    node,
    access: "shell",
    how: `no file of a copy holds it; \`lsattr -d\` on ${node} shows it`,
  });
}

function onDataset(name: string, evidence: NodeEvidence): FileSystem {
  return {
    kind: "zfs",
    dataset: name,
    direct: property(name, "direct", evidence, (value) => (value === "-" ? null : value), null),
    recordsize: property(name, "recordsize", evidence, Number, undefined),
  };
}

/** A dataset's property. `absent`: what it means that this ZFS did not answer it; undefined: nothing, it is open. */
function property<T>(
  name: string,
  key: string,
  evidence: NodeEvidence,
  read: (value: string) => T,
  absent: T | undefined,
): Fact<T> {
  const dataset = evidence.datasetOf(name, key);
  if (!dataset.known) return dataset;
  const value = dataset.value?.properties[key]?.value;
  if (value !== undefined) return known(read(value), dataset.source);
  const answered = dataset.value !== undefined && Object.keys(dataset.value.properties).length > 0;
  return answered && absent !== undefined
    ? known(absent, dataset.source)
    : unknown(missingDataset(evidence.name, name, key));
}
