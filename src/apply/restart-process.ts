import type { ProcessCheck, ProcessView } from "../model/run-output.ts";
import { type Drive, isCdrom, isCloudInit, readDrive } from "../model/syntax/drive-string.ts";
import { answerText, type ClusterDoor } from "./cluster-door.ts";
import type { GuestState } from "./guest-state.ts";
import { type QtreeDevice, readQtree } from "./restart-qtree.ts";

/** Asks the process itself which devices it has, and holds them against what is written for the drives named. */
export async function askProcess(
  door: ClusterDoor,
  base: string,
  { before, after, drives }: Restarted,
): Promise<ProcessView> {
  const wanted = drives.flatMap((key) => wantedOf(key, after));
  if (wanted.length === 0) return { checks: [] };
  const path = `${base}/monitor`;
  const answer = await door.post(path, { command: "info qtree" });
  if (!answer.ok) {
    // its privilege was VM.Monitor up to 8 (qemu-server API2/Qemu.pm, 9.0)
    const hint =
      answer.status === 403 ? "; Sys.Audit on the guest lets it be asked (up to 8: VM.Monitor)" : "";
    return { checks: [], unread: `${answerText(path, answer)}${hint}` };
  }
  const devices = typeof answer.data === "string" ? readQtree(answer.data) : undefined;
  if (devices === undefined) return { checks: [], unread: "its answer to `info qtree` is not understood" };
  return {
    checks: [
      ...wanted.map((one) => checkOf(one, devices)),
      ...drives.flatMap((key) => unshown(key, before, after)),
    ],
  };
}

interface Restarted {
  readonly before: GuestState;
  readonly after: GuestState;
  /** `scsi0`; others than disks are left out. */
  readonly drives: readonly string[];
}

interface Wanted {
  readonly drive: string;
  readonly property: ProcessCheck["property"];
  readonly value: string;
}

/** The disk that an option is; undefined: it is none a guest has a device for. */
function diskOf(key: string, { current }: GuestState): Drive | undefined {
  const reading = readDrive(key, current.get(key) ?? "");
  if (!reading.ok || isCdrom(reading.drive) || isCloudInit(reading.drive)) return undefined;
  return /^(?:ide|sata|scsi|virtio)$/.test(reading.drive.bus) ? reading.drive : undefined;
}

/** What qemu-server makes of a drive's keys on the device (QemuServer/DriveDevice.pm, 9.2.6). */
function wantedOf(key: string, state: GuestState): readonly Wanted[] {
  const disk = diskOf(key, state);
  if (disk === undefined || disk.options["scsiblock"] === "1") return [];
  const { bus, options } = disk;
  const hasThread =
    bus === "virtio" || (bus === "scsi" && state.current.get("scsihw") === "virtio-scsi-single");
  const through = options["cache"] === "writethrough" || options["cache"] === "directsync";
  return [
    { drive: key, property: "drive", value: `drive-${key}` },
    { drive: key, property: "write-cache", value: through ? "off" : "on" },
    ...(bus === "virtio"
      ? []
      : [{ drive: key, property: "rotation_rate", value: options["ssd"] === "1" ? "1" : "0" } as const]),
    ...(hasThread
      ? [{ drive: key, property: "iothread", value: options["iothread"] === "1" ? "own" : "none" } as const]
      : []),
  ];
}

function checkOf({ drive, property, value }: Wanted, devices: readonly QtreeDevice[]): ProcessCheck {
  const found = foundOf(drive, property, devices);
  const check = { drive, property, wanted: value, found: found ?? null };
  if (found === undefined) return { ...check, outcome: "open", why: "the process does not show it" };
  // machines before 10.0 leave it to the backend, which this does not show (qemu-server DriveDevice.pm, 9.2.6)
  if (property === "write-cache" && found !== "on" && found !== "off")
    return { ...check, outcome: "open", why: `the process says ${found}` };
  return { ...check, outcome: found === value ? "confirmed" : "differs" };
}

/** undefined: not told, or two devices have the drive's name. */
function foundOf(
  drive: string,
  property: Wanted["property"],
  devices: readonly QtreeDevice[],
): string | undefined {
  const named = devices.filter(({ id }) => id === drive);
  const [device] = named;
  if (device === undefined || named.length > 1) return undefined;
  // virtio0 is a PCI device, and its disk the one device on its bus
  const below = devices.filter(({ parent, kind }) => parent === device && kind === "virtio-blk-device");
  const own = [device, ...below].find(({ properties }) => properties.has(property));
  if (property !== "iothread") return own?.properties.get(property);
  const thread = (own ?? controllerOf(device))?.properties.get(property);
  return thread === undefined ? undefined : thread === "" ? "none" : "own";
}

/** A SCSI disk's thread is its controller's. */
function controllerOf(device: QtreeDevice): QtreeDevice | undefined {
  for (let at = device.parent; at !== undefined; at = at.parent) if (at.properties.has("iothread")) return at;
  return undefined;
}

/** Shown by the device's properties, or none of the process's business. */
const aside = new Set(["ssd", "iothread", "size", "media", "backup", "replicate", "shared"]);

/** Keys that changed and that no property of the device tells apart: writeback and none look alike, too. */
function unshown(key: string, before: GuestState, after: GuestState): readonly ProcessCheck[] {
  const [old, now] = [diskOf(key, before)?.options ?? {}, diskOf(key, after)?.options ?? {}];
  const keys = [...new Set([...Object.keys(old), ...Object.keys(now)])].sort();
  return keys
    .filter((name) => old[name] !== now[name] && !aside.has(name))
    .map((property) => ({
      drive: key,
      property,
      wanted: now[property] ?? "unset",
      found: null,
      outcome: "open",
      why: "`info qtree` does not show it",
    }));
}
