import type { Bus } from "../model/drive.ts";
import { compareNaturally } from "../model/natural-order.ts";
import type { OtherVolume, ResolvedDrive, UnreadableDrive, VolumeRole } from "../model/resolved.ts";
import { parseDriveKey } from "../model/syntax/drive-key.ts";
import { type Drive, isCdrom, isCloudInit, readDrive } from "../model/syntax/drive-string.ts";
import type { Entry, GuestReading } from "../model/syntax/guest-conf.ts";
import { type DrivePlace, resolveDrive, resolveOtherVolume } from "./drive.ts";

export interface DriveLines {
  readonly drives: readonly ResolvedDrive[];
  readonly volumes: readonly OtherVolume[];
  readonly unreadable: readonly UnreadableDrive[];
}

/** Sorts the drive lines of a guest: data drives, other volumes, and lines Proxmox VE would skip. */
export function readDriveLines(
  conf: GuestReading,
  entries: ReadonlyMap<string, Entry>,
  place: DrivePlace,
): DriveLines {
  const drives: ResolvedDrive[] = [];
  const volumes: OtherVolume[] = [];
  const unreadable: UnreadableDrive[] = refusedLines(conf, entries, place);
  for (const { key, value, line, properties } of entries.values()) {
    if (parseDriveKey(key) === undefined) continue;
    const source = place.guest.at(line);
    const reading = readDrive(key, value, properties);
    if (!reading.ok) {
      unreadable.push({ guest: place.guest, key, value, reason: reading.reason, source });
      continue;
    }
    const { drive } = reading;
    const role = roleOf(drive);
    if (role === "drive")
      drives.push(resolveDrive({ drive, text: value, source }, drive.bus as Bus, place)); // a role of its own for all other buses
    else volumes.push(resolveOtherVolume({ drive, text: value, source }, role, place));
  }
  volumes.push(...volumesElsewhere(conf, [...drives, ...volumes], place));
  return { drives: drives.sort(byKey), volumes: volumes.sort(byKey), unreadable };
}

function byKey(a: { readonly key: string }, b: { readonly key: string }): number {
  return compareNaturally(a.key, b.key);
}

const rolesByBus: Partial<Record<Drive["bus"], VolumeRole>> = {
  efidisk: "efi",
  tpmstate: "tpm",
  unused: "unused",
};

function roleOf(drive: Drive): "drive" | VolumeRole {
  const role = rolesByBus[drive.bus];
  if (role !== undefined) return role;
  if (isCloudInit(drive)) return "cloudinit";
  return isCdrom(drive) || drive.file === "none" || drive.file === "cdrom" ? "cdrom" : "drive";
}

/** Drive lines of the current section that the config parser refused, and that no later line replaced. */
function refusedLines(
  conf: GuestReading,
  entries: ReadonlyMap<string, Entry>,
  place: DrivePlace,
): UnreadableDrive[] {
  if (conf.warnings.length === 0) return [];
  return conf.warnings.flatMap(({ line, key, value, reason }) =>
    key === undefined ||
    line >= conf.currentEnd ||
    !/^(ide|sata|scsi|virtio|efidisk|tpmstate)\d+$/.test(key) ||
    entries.has(key)
      ? []
      : [{ guest: place.guest, key, value: value ?? "", reason, source: place.guest.at(line) }],
  );
}

/** Volumes that only a snapshot or the pending section names: they have to move with the guest. */
function volumesElsewhere(
  conf: GuestReading,
  here: readonly { readonly volume: { readonly text: string } }[],
  place: DrivePlace,
): readonly OtherVolume[] {
  const seen = new Set(here.map(({ volume }) => volume.text));
  const found: OtherVolume[] = [];
  const take = (entries: ReadonlyMap<string, Entry>, role: VolumeRole): void => {
    for (const { key, value, line } of entries.values()) {
      const drive = volumeLine(key, value);
      if (drive === undefined || seen.has(drive.file)) continue;
      seen.add(drive.file);
      const source = place.guest.at(line);
      found.push(resolveOtherVolume({ drive, text: value, source }, role, place));
    }
  };
  for (const section of conf.snapshots.values()) take(section.entries, "snapshot");
  if (conf.pending !== undefined) take(conf.pending.entries, "pending");
  return found;
}

/** A line that names a volume with data; `vmstate` holds a snapshot's memory. */
function volumeLine(key: string, value: string): Drive | undefined {
  const reading = readDrive(key === "vmstate" ? "unused0" : key, value);
  if (!reading.ok) return undefined;
  const role = roleOf(reading.drive);
  return role === "cdrom" || role === "cloudinit" ? undefined : { ...reading.drive, key };
}
