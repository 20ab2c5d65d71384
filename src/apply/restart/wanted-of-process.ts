import type { ProcessCheck } from "../../model/run-output.ts";
import { type Drive, isCdrom, isCloudInit, readDrive } from "../../model/syntax/drive-string.ts";
import type { GuestState } from "../guest-state.ts";

/** In QEMU's words: of a device, and from `direct` on of the nodes behind it. */
export type Property =
  | "drive"
  | "write-cache"
  | "rotation_rate"
  | "iothread"
  | "direct"
  | "no-flush"
  | "detect-zeroes"
  | "discard";

export interface Wanted {
  readonly disk: Drive;
  readonly property: Property;
  readonly value: string;
}

/** The disk that an option is; undefined: it is none a guest has a device for. */
function diskOf(key: string, { current }: GuestState): Drive | undefined {
  const reading = readDrive(key, current.get(key) ?? "");
  if (!reading.ok || isCdrom(reading.drive) || isCloudInit(reading.drive)) return undefined;
  return /^(?:ide|sata|scsi|virtio)$/.test(reading.drive.bus) ? reading.drive : undefined;
}

/** What qemu-server makes of a drive's keys (QemuServer/DriveDevice.pm, Blockdev.pm, Drive.pm, 9.2.6). */
export function wantedOf(key: string, state: GuestState): readonly Wanted[] {
  const disk = diskOf(key, state);
  if (disk === undefined || disk.options["scsiblock"] === "1") return [];
  const { bus, options } = disk;
  const cache = options["cache"] ?? "none";
  const discards = options["discard"] === "on";
  const hasThread =
    bus === "virtio" || (bus === "scsi" && state.current.get("scsihw") === "virtio-scsi-single");
  const want = (property: Property, value: string): Wanted => ({ disk, property, value });
  const ofDevice = [
    want("drive", `drive-${key}`),
    want("write-cache", onOff(cache !== "writethrough" && cache !== "directsync")),
    ...(bus === "virtio" ? [] : [want("rotation_rate", options["ssd"] === "1" ? "1" : "0")]),
    ...(hasThread ? [want("iothread", options["iothread"] === "1" ? "own" : "none")] : []),
  ];
  // a temporary overlay takes the writes then, with a cache of its own
  if (options["snapshot"] === "1") return ofDevice;
  return [
    ...ofDevice,
    want("direct", onOff(cache === "none" || cache === "directsync")),
    want("no-flush", onOff(cache === "unsafe")),
    want("detect-zeroes", options["detect_zeroes"] === "0" ? "off" : discards ? "unmap" : "on"),
    ...(discards ? [want("discard", "unmap")] : []),
  ];
}

export const onOff = (is: boolean): string => (is ? "on" : "off");

/** What each is told by, of the keys of a drive. */
const keyOf: Readonly<Partial<Record<Property, string>>> = {
  rotation_rate: "ssd",
  direct: "cache",
  "detect-zeroes": "detect_zeroes",
  discard: "discard",
};

/** None of the process's business, or of a bus without threads. */
const aside = ["iothread", "size", "media", "backup", "replicate", "shared"];

/** Keys that changed and that nothing the process shows tells. */
export function unshown(key: string, before: GuestState, after: GuestState): readonly ProcessCheck[] {
  const [old, now] = [diskOf(key, before)?.options ?? {}, diskOf(key, after)?.options ?? {}];
  const told = new Set([...aside, ...wantedOf(key, after).map(({ property }) => keyOf[property])]);
  const keys = [...new Set([...Object.keys(old), ...Object.keys(now)])].sort();
  return keys
    .filter((name) => old[name] !== now[name] && !told.has(name))
    .map((property) => ({
      drive: key,
      property,
      wanted: now[property] ?? "unset",
      found: null,
      outcome: "open",
      why: "the process does not show it",
    }));
}
