import type { ApiAnswer } from "../../connect/api/api-answer.ts";
import type { BlockDevice, LogicalVolume, Reading, StorageUsage, VolumeGroup } from "../../model/cluster.ts";
import { arrayIn, numberIn, objectIn, textIn } from "../facts/json.ts";
import { stateOf } from "../facts/replication-states.ts";
import { gapText, isRow, isRowList, type Row, rowsOf } from "./rows.ts";

/** An answer as a fact of a node. Throws nothing: what does not parse is a failed reading. */
export function readingOf<T>(path: string, answer: ApiAnswer, read: (data: unknown) => T): Reading<T> {
  const source = path.replace(/\?.*$/, "");
  if (!answer.ok) return { failed: gapText(path, answer), source };
  try {
    return { value: read(answer.data), source };
  } catch (error) {
    return { failed: error instanceof Error ? error.message : String(error), source };
  }
}

/** A list is needed: an answer of another shape must not read as an empty one. */
export function listIn(data: unknown): readonly Row[] {
  if (!isRowList(data)) throw new Error("the answer is no list of what was asked for");
  return data;
}

/** `GET /nodes/{n}/apt/versions`; packages that were removed are listed too. */
export function packagesIn(data: unknown): Readonly<Record<string, string>> {
  const installed = listIn(data).flatMap((row) => {
    const [name, version] = [textIn(row, "Package"), textIn(row, "Version")];
    const state = textIn(row, "CurrentState");
    const isThere = state === "Installed" && name !== undefined && version !== undefined;
    return isThere ? [[name, version] as const] : [];
  });
  if (installed.length === 0) throw new Error("lists no installed package");
  return Object.fromEntries(installed);
}

/** `GET /nodes/{n}/status`. */
export function kernelIn(data: unknown): string {
  const release =
    textIn(objectIn(data, "current-kernel"), "release") ??
    /^Linux (\S+)/.exec(textIn(data, "kversion") ?? "")?.[1];
  if (release === undefined) throw new Error("names no kernel");
  return release;
}

/** Bytes. */
export function memoryIn(data: unknown): number {
  const total = numberIn(objectIn(data, "memory"), "total");
  if (total === undefined) throw new Error("names no memory");
  return total;
}

/** `GET /nodes/{n}/storage`. A storage that is off or offline says 0 of 0. */
export function usageIn(data: unknown): readonly StorageUsage[] {
  return listIn(data).flatMap((row) => {
    const [storage, total, used] = [textIn(row, "storage"), numberIn(row, "total"), numberIn(row, "used")];
    if (storage === undefined || total === undefined || used === undefined) return [];
    return [{ storage, active: numberIn(row, "active") === 1, total, used }];
  });
}

/** `GET /nodes/{n}/disks/list?include-partitions=1`: partitions under their disks. */
export function devicesIn(data: unknown): readonly BlockDevice[] {
  const rows = listIn(data);
  const partsOf = new Map<string, BlockDevice[]>();
  for (const row of rows) {
    const [parent, part] = [textIn(row, "parent"), deviceOf(row, [])];
    if (parent !== undefined && part !== undefined)
      partsOf.set(parent, [...(partsOf.get(parent) ?? []), { ...part, type: "part" }]);
  }
  return rows.flatMap((row) => {
    if (textIn(row, "parent") !== undefined) return [];
    return deviceOf(row, partsOf.get(textIn(row, "devpath") ?? "") ?? []) ?? [];
  });
}

function deviceOf(row: Row, children: readonly BlockDevice[]): BlockDevice | undefined {
  const path = textIn(row, "devpath");
  if (path === undefined || !path.startsWith("/dev/")) return undefined;
  const [type, size] = [textIn(row, "type"), numberIn(row, "size")];
  const [model, serial] = [namedIn(row, "model"), namedIn(row, "serial")];
  const rotational = isLun(row) ? undefined : rotates[type ?? ""];
  const used = textIn(row, "used") ?? "";
  const fstype = fileSystemOf(used);
  return {
    name: path.slice("/dev/".length),
    path,
    type: "disk",
    ...(rotational === undefined ? {} : { rotational }),
    ...(size === undefined ? {} : { size }),
    ...(model === undefined ? {} : { model }),
    ...(serial === undefined ? {} : { serial }),
    ...(type === "nvme" || type === "usb" ? { transport: type } : {}),
    ...(fstype === undefined ? {} : { fstype }),
    // where it is mounted, the API does not say
    mountpoints:
      used === "mounted" || Number(row["mounted"] ?? 0) === 1 ? ["a place the API does not name"] : [],
    children: used === "Device Mapper" ? [...children, mapped(path)] : children,
  };
}

/** In the API's words (pve-storage Diskmanage.pm, 9.1.7); of a USB disk it does not say. */
const rotates: Readonly<Record<string, boolean>> = { hdd: true, ssd: false, nvme: false };

/**
 * A LUN of an array (or a volume of a RAID controller): its WWN is of NAA type 6, a disk's own is of type 5 or an EUI-64.
 * The list does not say how a disk is connected, and what an array tells of rotation is not believed over lsblk either.
 */
const isLun = (row: Row): boolean => /^(?:0x|naa\.)6/i.test(textIn(row, "wwn") ?? "");

function namedIn(row: Row, key: string): string | undefined {
  const name = textIn(row, key);
  return name === "unknown" || name === "" ? undefined : name;
}

/**
 * The API's words for what is on a disk (pve-storage Diskmanage.pm, 9.1.7), as lsblk says it: its own for ZFS and LVM,
 * else the file system's. The others tell of the partition, not of what is on it.
 */
function fileSystemOf(used: string): string | undefined {
  if (/^(?:ZFS|zfs_member)$/.test(used)) return "zfs_member";
  if (/^(?:LVM|LVM2_member)$/.test(used)) return "LVM2_member";
  return /^[a-z][\w-]*$/.test(used) && !/^(?:mounted|partitions)$/.test(used) ? used : undefined;
}

/** Something stands on it, and the API does not say what. */
const mapped = (path: string): BlockDevice => ({
  name: `on ${path}`,
  type: "device mapper",
  mountpoints: [],
  children: [],
});

/** Path of a disk by any of its names in /dev/disk/by-id. */
export function stableNames(data: unknown): ReadonlyMap<string, string> {
  const names = rowsOf(data).flatMap((row) => {
    const [link, path] = [textIn(row, "by_id_link"), textIn(row, "devpath")];
    return link === undefined || path === undefined ? [] : [[link, path] as const];
  });
  return new Map(names);
}

/** `GET /nodes/{n}/disks/lvm`: groups with the devices below them. It says no UUIDs. */
export function groupsIn(data: unknown): readonly VolumeGroup[] {
  return listIn(isRow(data) ? data["children"] : undefined).flatMap((group) => {
    const name = textIn(group, "name");
    const physicalVolumes = arrayIn(group, "children").flatMap((device) => textIn(device, "name") ?? []);
    return name === undefined ? [] : [{ name, physicalVolumes }];
  });
}

/** `GET /nodes/{n}/disks/lvmthin`: the thin pools only, with how full they are. */
export function thinPoolsIn(data: unknown): readonly LogicalVolume[] {
  return listIn(data).flatMap((row) => {
    const [name, volumeGroup] = [textIn(row, "lv"), textIn(row, "vg")];
    if (name === undefined || volumeGroup === undefined) return [];
    const size = numberIn(row, "lv_size");
    const dataPercent = percentOf(row, "used", "lv_size");
    const metadataPercent = percentOf(row, "metadata_used", "metadata_size");
    return [
      {
        volumeGroup,
        name,
        segtype: "thin-pool",
        ...(size === undefined ? {} : { size }),
        ...(dataPercent === undefined ? {} : { dataPercent }),
        ...(metadataPercent === undefined ? {} : { metadataPercent }),
      },
    ];
  });
}

function percentOf(row: Row, used: string, size: string): number | undefined {
  const [part, whole] = [numberIn(row, used), numberIn(row, size)];
  return part === undefined || whole === undefined || whole === 0 ? undefined : (part * 100) / whole;
}

/** `GET /nodes/{n}/qemu`: vmid → running. */
export function runningIn(data: unknown): Readonly<Record<string, boolean>> {
  return Object.fromEntries(
    listIn(data).flatMap((row) => {
      const [vmid, status] = [numberIn(row, "vmid"), textIn(row, "status")];
      return vmid === undefined || status === undefined
        ? []
        : [[String(vmid), status === "running"] as const];
    }),
  );
}

/** `GET /nodes/{n}/replication`. */
export const replicationStatesIn =
  (readAt: string) =>
  (data: unknown): ReturnType<typeof stateOf> =>
    listIn(data).flatMap((row) => stateOf(row, readAt));
