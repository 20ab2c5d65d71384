import type { Backing, BlockDriver } from "../model/drive.ts";
import { type Fact, known, type Missing, unknown } from "../model/fact.ts";
import { missingStorage } from "../model/missing.ts";
import type { FileSystem, ResolvedStorage } from "../model/resolved.ts";
import { fileStorageTypes, type Volume } from "../model/syntax/volume-id.ts";

const deviceTypes: ReadonlySet<string> = new Set(["lvm", "lvmthin", "zfspool", "iscsi", "drbd"]);
/** QEMU speaks to these by itself: iSCSI in user space. */
const clientIscsiTypes: ReadonlySet<string> = new Set(["iscsidirect", "zfs"]);

/** The block driver QEMU opens a volume with (qemu-server QemuServer/Blockdev.pm, 9.2.6). */
export function blockDriver(volume: Volume, storage: ResolvedStorage | undefined): Fact<BlockDriver> {
  if (volume.kind !== "volume") {
    return known(volume.text.startsWith("/dev/") ? "host_device" : "file", "an absolute path");
  }
  if (storage === undefined) return unknown(missingStorage(volume.storage));
  const { type, properties } = storage.entry;
  if (fileStorageTypes.has(type)) return known("file", storage.source);
  if (type === "rbd") return known(properties["krbd"] === "1" ? "host_device" : "rbd", storage.source);
  if (deviceTypes.has(type)) return known("host_device", storage.source);
  if (clientIscsiTypes.has(type)) return known("iscsi", storage.source);
  return unknown(unknownType(storage));
}

function unknownType(storage: ResolvedStorage): Missing {
  return {
    fact: `how storage type ${storage.entry.type} opens its volumes`,
    access: "declare",
    how: `${storage.entry.id} is of a type from outside Proxmox VE`,
  };
}

/** What carries the bytes. A file whose file system is not known may be a file on a dataset: unknown. */
export function backingOf(
  volume: Volume,
  storage: ResolvedStorage | undefined,
  format: string,
  fileSystem: Fact<FileSystem | null>,
): Backing {
  if (volume.kind !== "volume") return pathBacking(volume.text, fileSystem);
  if (storage === undefined) return "unknown";
  const { type, properties } = storage.entry;
  if (fileStorageTypes.has(type)) return fileBacking(fileSystem);
  if (type === "lvm") return format === "qcow2" ? "qcow2-lv" : "thick-lv";
  if (type === "rbd") return properties["krbd"] === "1" ? "krbd" : "rbd";
  return blockBackings[type] ?? "unknown";
}

const blockBackings: Readonly<Record<string, Backing>> = {
  zfspool: "zvol",
  lvmthin: "thin-lv",
  iscsi: "lun",
  iscsidirect: "iscsi",
  zfs: "iscsi",
};

function pathBacking(path: string, fileSystem: Fact<FileSystem | null>): Backing {
  if (path.startsWith("/dev/zvol/")) return "zvol";
  return path.startsWith("/dev/") ? "path" : fileBacking(fileSystem);
}

function fileBacking(fileSystem: Fact<FileSystem | null>): Backing {
  if (!fileSystem.known || fileSystem.value === null) return "unknown";
  return fileSystem.value.kind === "zfs" ? "dataset-file" : "file";
}
