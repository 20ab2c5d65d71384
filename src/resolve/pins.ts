import type { Fact } from "../model/fact.ts";
import type { HaPlacement, MachineVersion, OtherVolume, Pin, ResolvedDrive } from "../model/resolved.ts";
import type { PciMappings } from "./mappings.ts";
import { isManaged } from "./placement.ts";

export interface PinPlace {
  /** Options of the judged section. */
  readonly entries: ReadonlyMap<string, { readonly value: string }>;
  readonly drives: readonly Pick<ResolvedDrive, "key" | "volume" | "shared" | "storage">[];
  readonly volumes: readonly OtherVolume[];
  readonly mappings: PciMappings;
  readonly machine: MachineVersion;
  readonly ha: Fact<HaPlacement | null>;
}

/** What Proxmox VE would refuse to move (qemu-server QemuMigrate/Helpers.pm check_local_resources, 9.2.6). */
export function pinsOf(place: PinPlace): readonly Pin[] {
  return [...devicePins(place), ...pathPins(place), ...mediumPins(place.volumes), ...rulePins(place)];
}

type DeviceCheck = (
  value: string,
  place: PinPlace,
) => { readonly text: string; readonly certain?: boolean } | undefined;

const deviceKey = /^(hostpci|usb|serial|parallel|virtiofs)\d+$|^(ivshmem|amd-sev|intel-tdx)$/;

const deviceChecks: ReadonlyMap<string, DeviceCheck> = new Map<string, DeviceCheck>([
  ["hostpci", pciPin],
  [
    "usb",
    (value) =>
      /(?:^|,)(?:host=)?spice(?:,|$)/i.test(value) ? undefined : { text: "USB device of this node" },
  ],
  ["serial", (value) => (value === "socket" ? undefined : { text: `serial device ${value} of this node` })],
  ["parallel", () => ({ text: "parallel port of this node" })],
  ["virtiofs", () => ({ text: "directory of this node, shared by virtiofs" })],
  ["ivshmem", () => ({ text: "memory shared with this node (ivshmem)" })],
  ["amd-sev", () => ({ text: "memory encryption (SEV)" })],
  ["intel-tdx", () => ({ text: "memory encryption (TDX)" })],
]);

function devicePins(place: PinPlace): readonly Pin[] {
  const pins: Pin[] = [];
  for (const [key, { value }] of place.entries) {
    const match = deviceKey.exec(key);
    const found = match === null ? undefined : deviceChecks.get(match[1] ?? match[2] ?? "")?.(value, place);
    if (found !== undefined)
      pins.push({ key, kind: "device", text: found.text, certain: found.certain ?? true });
  }
  return pins;
}

function pciPin(value: string, place: PinPlace): ReturnType<DeviceCheck> {
  const mapping = /(?:^|,)mapping=([^,]+)/.exec(value)?.[1];
  if (mapping === undefined)
    return { text: `PCI device ${value.split(",")[0]?.replace(/^host=/, "") ?? value}` };
  const { mappings } = place;
  if (mappings.known && mappings.value.get(mapping)?.liveMigrationCapable === true) return undefined;
  return { text: `PCI device ${mapping} (mapped)`, certain: mappings.known };
}

function pathPins(place: PinPlace): readonly Pin[] {
  return place.drives
    .filter(({ volume, shared }) => volume.kind === "path" && shared.known && !shared.value)
    .map(({ key, volume }) => ({ key, kind: "device", text: `${volume.text} of this node`, certain: true }));
}

function mediumPins(volumes: readonly OtherVolume[]): readonly Pin[] {
  const pins: Pin[] = [];
  for (const { key, role, volume, shared, storage } of volumes) {
    if (role !== "cdrom") continue;
    if (volume.text === "cdrom")
      pins.push({ key, kind: "medium", text: `physical CD-ROM in ${key}`, certain: true });
    else if (volume.kind !== "none" && !(shared.known && shared.value)) {
      const where = storage === undefined ? volume.text : `${storage.entry.id}, which is not shared`;
      pins.push({ key, kind: "medium", text: `ISO in ${key} on ${where}`, certain: shared.known });
    }
  }
  return pins;
}

function rulePins(place: PinPlace): readonly Pin[] {
  const pins: Pin[] = [];
  const { ha, machine } = place;
  if (ha.known && isManaged(ha.value) && ha.value.nodes?.size === 1) {
    pins.push({
      key: "ha",
      kind: "rule",
      text: `HA may use ${[...ha.value.nodes].join()} only`,
      certain: true,
    });
  }
  const seen = new Set<string>();
  for (const { storage } of [...place.drives, ...place.volumes]) {
    if (storage === undefined || !storage.shared || storage.nodes?.size !== 1 || seen.has(storage.entry.id))
      continue;
    seen.add(storage.entry.id);
    const text = `storage ${storage.entry.id} is on ${[...storage.nodes].join()} only`;
    pins.push({ key: storage.entry.id, kind: "rule", text, certain: true });
  }
  const oldMachine = machine.major < 10 || (machine.major === 10 && machine.minor < 1);
  if (oldMachine && /(^|,)clipboard=vnc(,|$)/.test(place.entries.get("vga")?.value ?? "")) {
    pins.push({
      key: "vga",
      kind: "rule",
      text: "VNC clipboard needs machine 10.1 to move",
      certain: machine.certain,
    });
  }
  return pins;
}
