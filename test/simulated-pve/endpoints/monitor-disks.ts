import type { StorageEntry } from "../../../src/model/storage.ts";
import { type Drive, isCdrom, readDrive } from "../../../src/model/syntax/drive-string.ts";
import { parseGuestConf } from "../../../src/model/syntax/guest-conf.ts";
import { parseVolume } from "../../../src/model/syntax/volume-id.ts";
import type { RunningGuest } from "../cluster-state.ts";

/** What a process was started with. */
export interface Started {
  readonly scsihw: string;
  readonly disks: readonly StartedDisk[];
  /** From machine 10.0 on: a blockdev with three named nodes a disk, and an explicit write cache. */
  readonly hasNamedNodes: boolean;
  /** Whether the tree of devices names threads: 10.0 does not, 11.1 does. */
  readonly showsThreads: boolean;
}

export interface StartedDisk {
  readonly drive: Drive;
  readonly writeCache: "on" | "off";
  readonly direct: boolean;
  readonly noFlush: boolean;
  readonly detectZeroes: "off" | "on" | "unmap";
  /** `iothread-virtioscsi0`; empty: none of its own. */
  readonly thread: string;
  readonly format: string;
  /** `file`, `host_device` */
  readonly protocol: string;
  readonly path: string;
}

/** As qemu-server starts a guest's disks (QemuServer/Blockdev.pm, DriveDevice.pm, 9.2.6). */
export function startedWith(
  text: string,
  { machine, qemu }: RunningGuest,
  storages: readonly StorageEntry[],
): Started {
  const { entries } = parseGuestConf(text).current;
  const scsihw = entries.get("scsihw")?.value ?? "lsi";
  const disks = [...entries.values()].flatMap(({ key, value }) => {
    const reading = readDrive(key, value);
    const isDisk = reading.ok && /^(?:ide|sata|scsi|virtio)$/.test(reading.drive.bus);
    return isDisk && !isCdrom(reading.drive) ? [diskOf(reading.drive, scsihw, storages)] : [];
  });
  return {
    scsihw,
    disks,
    hasNamedNodes: Number(/-(\d+)\.\d+/.exec(machine)?.[1] ?? 0) >= 10,
    showsThreads: Number.parseInt(qemu, 10) >= 11,
  };
}

function diskOf(drive: Drive, scsihw: string, storages: readonly StorageEntry[]): StartedDisk {
  const { options } = drive;
  const place = placeOf(drive.file, storages);
  const cache = options["cache"] ?? (place.isBuffered ? "writeback" : "none");
  return {
    drive,
    writeCache: cache === "writethrough" || cache === "directsync" ? "off" : "on",
    direct: cache === "none" || cache === "directsync",
    noFlush: cache === "unsafe",
    detectZeroes: options["detect_zeroes"] === "0" ? "off" : options["discard"] === "on" ? "unmap" : "on",
    thread: options["iothread"] === "1" ? threadOf(drive, scsihw) : "",
    format: /\.(qcow2|vmdk)$/.exec(drive.file)?.[1] ?? "raw",
    ...place,
  };
}

function threadOf({ bus, index }: Drive, scsihw: string): string {
  if (bus === "virtio") return `iothread-virtio${index}`;
  return bus === "scsi" && scsihw === "virtio-scsi-single" ? `iothread-virtioscsi${index}` : "";
}

/** Where its volume lies, and whether it is buffered without `cache`. */
function placeOf(file: string, storages: readonly StorageEntry[]) {
  const volume = parseVolume(file);
  const name = volume.kind === "volume" ? volume.name : file;
  const storage = storages.find(({ id }) => volume.kind === "volume" && id === volume.storage);
  const folder = storage?.properties["path"];
  if (folder === undefined) {
    const group = storage?.properties["vgname"] ?? storage?.id ?? "disk";
    return { protocol: "host_device", path: `/dev/${group}/${name}`, isBuffered: false };
  }
  const isBtrfs = storage?.type === "btrfs";
  return {
    protocol: "file",
    path: `${folder}/images/${isBtrfs ? name.replace(/\.raw$/, "/disk.raw") : name}`,
    isBuffered: isBtrfs && storage.properties["nocow"] !== "1",
  };
}
