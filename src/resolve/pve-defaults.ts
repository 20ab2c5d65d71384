import { atLeast } from "../model/debian-version.ts";
import type { Aio, Default } from "../model/drive.ts";

/**
 * What Proxmox VE does when a drive option is absent, by the version of qemu-server that is installed. Each line
 * names its source; thresholds are changelog entries of qemu-server.
 */
export const newestKnown = { pve: "9.2.11", qemuServer: "9.2.6", qemu: "11.0.0", openzfs: "2.4.4" } as const;

/** What the default of a drive depends on. */
export interface DefaultsPlace {
  /** undefined: an absolute path, for which Proxmox VE has no storage config. */
  readonly storageType: string | undefined;
  readonly krbd: boolean;
  /** btrfs only: the storage's `nocow`. */
  readonly nocow: boolean;
  readonly qemuServer: string;
  readonly qemu: string;
}

/** O_DIRECT when `cache` is absent (QemuServer/Drive.pm drive_uses_cache_direct, 9.2.6). */
export function defaultDirect(place: DefaultsPlace): Default<boolean> {
  if (place.storageType === "btrfs" && !place.nocow && atLeast(place.qemuServer, "7.0-5")) {
    return { value: false, because: "btrfs without nocow is opened buffered (qemu-server 7.0-5)" };
  }
  return { value: true, because: "nobody set cache; Proxmox VE opens with O_DIRECT" };
}

/** aio when the key is absent (QemuServer/Drive.pm aio_cmdline_option, 9.2.6). */
export function defaultAio(place: DefaultsPlace, direct: boolean): Default<Aio> {
  const excluded = ioUringExcluded(place, direct);
  if (excluded === undefined) return { value: "io_uring", because: "Proxmox VE's default" };
  return direct
    ? { value: "native", because: `Proxmox VE's default ${excluded}` }
    : { value: "threads", because: `Proxmox VE's default ${excluded}, with a buffered cache` };
}

/** Why io_uring is not the default here, or undefined when it is (Drive.pm storage_allows_io_uring_default). */
function ioUringExcluded(place: DefaultsPlace, direct: boolean): string | undefined {
  const since = (threshold: string): boolean => atLeast(place.qemuServer, threshold);
  if (!since("7.0") || !atLeast(place.qemu, "6.0")) return "before qemu-server 7.0 and QEMU 6.0";
  if (place.storageType === "lvm" && (since("7.0-11") || (!direct && since("7.0-10")))) return "on lvm";
  if (place.storageType === "cifs" && since("7.2-5")) return "on cifs";
  if (place.krbd && !direct && since("7.0-6")) return "on krbd";
  return undefined;
}

/** From machine 10.0 (qemu-server 9.0.1) drives are blockdevs: aio is passed to file and host_device only. */
export const blockdevMachine = 10;
/** Discard had no effect on machine >= 10 before this qemu-server. */
export const discardFixed = "9.0.8";
