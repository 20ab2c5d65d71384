import { type DriveBus, driveCounts, isDriveKey } from "./drive-key.ts";
import { driveFormats } from "./drive-schema.ts";
import * as formats from "./option-formats.ts";
import { type PropertyFormat, readProperties } from "./property-format.ts";
import * as texts from "./text-formats.ts";

/**
 * How Proxmox VE reads an option's value. It checks neither word lists nor ranges here: `bios: uefi` is kept
 * (qemu-server QemuServer.pm check_type, 9.2.6).
 */
export type OptionType =
  | { readonly kind: "boolean" | "integer" | "number" | "text" }
  | { readonly kind: "format"; readonly expects: string; readonly accepts: texts.TextFormat }
  | { readonly kind: "properties"; readonly format: PropertyFormat };

function properties(format: PropertyFormat): OptionType {
  return { kind: "properties", format };
}

function format(expects: string, accepts: texts.TextFormat): OptionType {
  return { kind: "format", expects, accepts };
}

const plainOptions: readonly (readonly [kind: "boolean" | "integer" | "number" | "text", keys: string])[] = [
  [
    "boolean",
    "acpi allow-ksm autostart ciupgrade freeze keephugepages kvm localtime numa onboot protection reboot tablet tdf template",
  ],
  ["integer", "balloon cores cpuunits migrate_speed shares smp snaptime sockets vcpus"],
  ["number", "cpulimit migrate_downtime"],
  [
    "text",
    "arch args bios cipassword citype ciuser description hugepages keyboard lock ostype running-nets-host-mtu runningcpu runningmachine scsihw searchdomain startdate vmgenid",
  ],
];

const singles: Readonly<Record<string, OptionType>> = {
  affinity: format("a CPU set", texts.isCpuSet),
  agent: properties(formats.agent),
  "amd-sev": properties(formats.sev),
  boot: properties(formats.boot),
  bootdisk: format("a drive", (value) => isDriveKey(value) && !value.startsWith("unused")),
  cdrom: properties(driveFormats.ide),
  cicustom: properties(formats.cicustom),
  cpu: properties(formats.cpu),
  hookscript: format("a volume id", texts.isVolumeId),
  hotplug: format("a list of hotplug features", texts.isHotplug),
  "intel-tdx": properties(formats.tdx),
  ivshmem: properties(formats.ivshmem),
  machine: properties(formats.machine),
  memory: properties(formats.memory),
  meta: properties(formats.meta),
  name: format("a DNS name", texts.isDnsName),
  nameserver: format("a list of addresses", texts.listOf(texts.isAddress)),
  parent: format("a snapshot name", texts.isConfigId),
  smbios1: properties(formats.smbios1),
  spice_enhancements: properties(formats.spice),
  sshkeys: format("url-encoded text", texts.isUrlencoded),
  startup: format("a startup order", texts.isStartup),
  tags: format("a list of tags", texts.isTagList),
  vga: properties(formats.vga),
  vmstate: format("a volume id", texts.isVolumeId),
  vmstatestorage: format("a storage id", texts.isStorageId),
  watchdog: properties(formats.watchdog),
};

/** Options that come by number: how many there are and what they hold. */
const numbered: Readonly<Record<string, readonly [count: number, type: OptionType]>> = {
  audio: [1, properties(formats.audio)],
  hostpci: [16, properties(formats.hostpci)],
  ipconfig: [32, properties(formats.ipconfig)],
  net: [32, properties(formats.net)],
  numa: [8, properties(formats.numaNode)],
  parallel: [3, { kind: "text" }],
  rng: [1, properties(formats.rng)],
  serial: [4, { kind: "text" }],
  usb: [14, properties(formats.usb)],
  virtiofs: [10, properties(formats.virtiofs)],
};

function* allOptions(): Generator<readonly [string, OptionType]> {
  for (const [kind, keys] of plainOptions) for (const key of keys.split(" ")) yield [key, { kind }];
  yield* Object.entries(singles);
  for (const [key, [count, type]] of Object.entries(numbered)) yield* series(key, count, type);
  for (const [bus, count] of Object.entries(driveCounts) as [DriveBus, number][]) {
    yield* series(bus, count, properties(driveFormats[bus]));
  }
}

function* series(key: string, count: number, type: OptionType): Generator<readonly [string, OptionType]> {
  for (let index = 0; index < count; index++) yield [`${key}${index}`, type];
}

/** Every key of a guest config, by name. */
export const guestOptions: ReadonlyMap<string, OptionType> = new Map(allOptions());

export type OptionReading =
  | { readonly ok: true; readonly value: string; readonly properties?: ReadonlyMap<string, string> }
  | { readonly ok: false; readonly reason: string };

/** The value as Proxmox VE keeps it, or why it drops the line. */
export function readOption(key: string, written: string): OptionReading {
  const type = guestOptions.get(key);
  if (type === undefined) return { ok: false, reason: `'${key}' is not an option` };
  if (written.includes("\r") || written.includes("\n"))
    return { ok: false, reason: "the value holds a line break" };
  return readAs(type, written);
}

/** `agent` without `enabled`, or with 0, is off, whatever else it says (qemu-server QemuServer/Agent.pm, 9.2.6). */
export function isAgentEnabled(written: string | undefined): boolean {
  const reading = written === undefined ? undefined : readOption("agent", written);
  return reading?.ok === true && reading.properties?.get("enabled") === "1";
}

const booleanWord = /^(?:(1|on|yes|true)|(?:0|off|no|false))$/i;

function readAs(type: OptionType, written: string): OptionReading {
  switch (type.kind) {
    case "boolean": {
      const match = booleanWord.exec(written);
      return match === null
        ? refuse("a boolean", written)
        : { ok: true, value: match[1] === undefined ? "0" : "1" };
    }
    case "integer":
      if (!/^\d+$/.test(written)) return refuse("an integer", written);
      return { ok: true, value: written.replace(/^0+(?=\d)/, "") };
    case "number":
      return /^\d+(?:\.\d+)?$/.test(written) ? { ok: true, value: written } : refuse("a number", written);
    case "text":
      return { ok: true, value: /^".*"$/.test(written) ? written.slice(1, -1) : written };
    case "format":
      return type.accepts(written) ? { ok: true, value: written } : refuse(type.expects, written);
    case "properties": {
      const reading = readProperties(written, type.format);
      return reading.ok ? { ok: true, value: written, properties: reading.values } : reading;
    }
  }
}

function refuse(expected: string, written: string): OptionReading {
  return { ok: false, reason: `expected ${expected}, not '${written}'` };
}
