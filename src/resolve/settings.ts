import type {
  Aio,
  BlockDriver,
  Bus,
  CacheMode,
  Default,
  DriveSettings,
  Setting,
  StorageDefaults,
} from "../model/drive.ts";
import type { ResolvedDrive } from "../model/resolved.ts";
import { blockdevMachine } from "./pve-defaults.ts";

/** What the settings of a drive depend on besides its own options. */
export interface SettingsPlace {
  readonly defaults: StorageDefaults;
  readonly bus: Bus;
  readonly scsihw: string | undefined;
  readonly machineMajor: number;
  readonly driver: BlockDriver;
}

type Options = Readonly<Record<string, string>>;

/** The settings in force (qemu-server QemuServer/Drive.pm, Blockdev.pm, DriveDevice.pm, 9.2.6). */
export function driveSettings(options: Options, place: SettingsPlace): DriveSettings {
  const { cache, direct } = cacheSettings(options, place);
  return {
    cache,
    direct,
    noFlush: follow(cache, cache.value === "unsafe", "only cache=unsafe drops flushes"),
    writeCache: writeCacheSetting(cache, place),
    aio: aioSetting(options["aio"], direct.value, place),
    discard:
      options["discard"] === undefined
        ? byDefault("ignore", "Proxmox VE's default")
        : configured(options["discard"] === "on" ? "unmap" : "ignore", `discard=${options["discard"]}`),
    detectZeroes: detectZeroesSetting(options),
    iothread: iothreadSetting(options["iothread"], place),
    ssd: ssdSetting(options["ssd"], place.bus),
  };
}

function configured<T>(value: T, because: string): Setting<T> {
  return { value, origin: "configured", because };
}

function byDefault<T>(value: T, because: string): Setting<T> {
  return { value, origin: "default", because };
}

/** A setting that another one decides shares its origin. */
function follow<T>(decider: Setting<unknown>, value: T, because: string): Setting<T> {
  return { value, origin: decider.origin, because };
}

const directModes: ReadonlySet<string> = new Set(["none", "directsync"]);

function cacheSettings(
  options: Options,
  place: SettingsPlace,
): { cache: Setting<CacheMode>; direct: Setting<boolean> } {
  const written = options["cache"];
  if (written !== undefined) {
    const mode = written as CacheMode; // the drive parser lets no other value through
    const because = `cache=${written}`;
    return { cache: configured(mode, because), direct: configured(directModes.has(written), because) };
  }
  const { direct } = place.defaults;
  return {
    cache: byDefault(direct.value ? "none" : "writeback", direct.because),
    direct: byDefault(direct.value, direct.because),
  };
}

function writeCacheSetting(cache: Setting<CacheMode>, place: SettingsPlace): DriveSettings["writeCache"] {
  if (place.machineMajor < blockdevMachine) return byDefault(null, "machine < 10: Proxmox VE sends none");
  const off = cache.value === "writethrough" || cache.value === "directsync";
  return follow(cache, off ? "off" : "on", `follows cache ${cache.value}`);
}

function aioSetting(written: string | undefined, direct: boolean, place: SettingsPlace): Setting<Aio | null> {
  const clientDriver = place.driver === "rbd" || place.driver === "iscsi";
  if (clientDriver && place.machineMajor >= blockdevMachine) {
    const because = `${place.driver === "rbd" ? "librbd" : "libiscsi"} has no aio`;
    return written === undefined ? byDefault(null, because) : { value: null, origin: "ignored", because };
  }
  if (written !== undefined) return configured(written as Aio, `aio=${written}`); // checked by the drive parser
  const { value, because } = direct ? place.defaults.aio.direct : place.defaults.aio.buffered;
  return byDefault(value, because);
}

function detectZeroesSetting(options: Options): DriveSettings["detectZeroes"] {
  if (options["detect_zeroes"] === "0") return configured("off", "detect_zeroes=0");
  const origin = options["detect_zeroes"] === undefined ? byDefault : configured;
  return options["discard"] === "on"
    ? origin("unmap", "because discard is on")
    : origin("on", "Proxmox VE's default");
}

function iothreadSetting(written: string | undefined, place: SettingsPlace): DriveSettings["iothread"] {
  if (place.bus === "ide" || place.bus === "sata") return byDefault(null, `${place.bus} has no I/O threads`);
  if (place.bus === "scsi" && place.scsihw !== "virtio-scsi-single") {
    const because = `only virtio-scsi-single has them; the controller is ${place.scsihw ?? "lsi (default)"}`;
    return written === "1" ? { value: false, origin: "ignored", because } : byDefault(false, because);
  }
  return written === undefined
    ? byDefault(false, "Proxmox VE's default")
    : configured(written === "1", `iothread=${written}`);
}

function ssdSetting(written: string | undefined, bus: Bus): DriveSettings["ssd"] {
  if (bus === "virtio") return byDefault(null, "virtio cannot say so");
  return written === undefined
    ? byDefault(false, "Proxmox VE's default")
    : configured(written === "1", `ssd=${written}`);
}

/** The aio a drive would get with the key absent and a given cache. */
export function aioDefaultOf({ defaults }: ResolvedDrive, direct: boolean): Default<Aio> {
  return direct ? defaults.aio.direct : defaults.aio.buffered;
}
