import { driveConflict, renameBps } from "./drive-conflicts.ts";
import { type DriveBus, type DriveKey, parseDriveKey } from "./drive-key.ts";
import { driveFormats, driveGrammar } from "./drive-schema.ts";
import { readProperties } from "./property-format.ts";
import { editProperties, keyOf, propertyParts } from "./property-string.ts";
import { formatSize, parseSize } from "./size.ts";

export interface Drive {
  readonly key: string;
  readonly bus: DriveBus;
  readonly index: number;
  /** The volume as written: `local-zfs:vm-100-disk-0`, `/dev/sdb`, `none`. */
  readonly file: string;
  /** Every other key that is written, as Proxmox VE prints it: booleans 1/0, aliases resolved, `size=32G`. */
  readonly options: Readonly<Record<string, string>>;
  /** What `media` says; `disk` where it is not written. */
  readonly media: "disk" | "cdrom";
  /** Bytes, from `size=`: what Proxmox VE noted, not what the volume has. */
  readonly size: number | undefined;
}

export type DriveReading =
  | { readonly ok: true; readonly drive: Drive }
  | { readonly ok: false; readonly reason: string };

/**
 * Reads a drive string as qemu-server does (Drive.pm parse_drive, 9.2.6); a refused one is skipped silently there.
 * `properties`: the string's keys, where the config parser has read them already.
 */
export function readDrive(
  key: string,
  value: string,
  properties?: ReadonlyMap<string, string>,
): DriveReading {
  const name = parseDriveKey(key);
  if (name === undefined) return refuse(`'${key}' is not a drive`);
  if (properties !== undefined) return driveOf(name, new Map(properties));
  const reading = readProperties(value, driveFormats[name.bus]);
  return reading.ok ? driveOf(name, reading.values) : reading;
}

function driveOf({ key, bus, index }: DriveKey, values: Map<string, string>): DriveReading {
  const reason = renameBps(values) ?? driveConflict(bus, values);
  if (reason !== undefined) return refuse(reason);
  const file = values.get("file") ?? "";
  values.delete("file");
  const bytes = parseSize(values.get("size") ?? "");
  if (bytes !== undefined) values.set("size", formatSize(bytes));
  return {
    ok: true,
    drive: {
      key,
      bus,
      index,
      file,
      options: Object.fromEntries(values),
      media: values.get("media") === "cdrom" ? "cdrom" : "disk",
      size: bytes,
    },
  };
}

function refuse(reason: string): DriveReading {
  return { ok: false, reason };
}

/** The string Proxmox VE writes: the volume, then the keys sorted (pve-common JSONSchema.pm print_property_string). */
export function printDrive(drive: Pick<Drive, "file" | "options">): string {
  const keys = Object.keys(drive.options).sort();
  return [drive.file, ...keys.map((key) => `${key}=${drive.options[key]}`)].join(",");
}

/** Also true of a cloud-init drive. */
export function isCdrom(drive: Pick<Drive, "media">): boolean {
  return drive.media === "cdrom";
}

const cloudInitFile = /[:/](?:vm-\d+-)?cloudinit(?:\.(?:raw|qcow|qed|qcow2|vmdk|cloop))?$/;

/** By the volume's name alone, as drive_is_cloudinit does (Drive.pm, 9.2.6). */
export function isCloudInit(drive: Pick<Drive, "file">): boolean {
  return cloudInitFile.test(drive.file);
}

/**
 * The drive string for `qm set`: only the named keys change, and `size=` goes, because Proxmox VE works it out itself
 * and would take an old one as the truth.
 */
export function editDriveString(text: string, changes: Readonly<Record<string, string | null>>): string {
  return editProperties(text, { ...changes, size: null }, driveGrammar);
}

// NEW_DISK_RE and the cloud-init shorthand (qemu-server Drive.pm, 9.2.6)
const allocation = /^(?:[^:/\s]+:)?\d+(?:\.\d+)?$/;
const cloudInit = /^[^:/\s]+:cloudinit$/;

/** Whether handing this volume text or drive string to `qm set` could create a volume instead of naming one. */
export function couldAllocate(text: string): boolean {
  return propertyParts(text).some((part) => {
    const key = keyOf(part, driveGrammar);
    return (
      key === "import-from" || (key === "file" && (allocation.test(part.value) || cloudInit.test(part.value)))
    );
  });
}
