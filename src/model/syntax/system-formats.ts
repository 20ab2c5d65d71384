import {
  flag,
  integer,
  matching,
  number,
  oneOf,
  type PropertySpec,
  propertyFormat,
  required,
  text,
} from "./property-format.ts";
import { isBootDevice, isVolumeId, listOf } from "./text-formats.ts";

// The property strings of a guest as a whole (CPU, boot, machine): qemu-server, 9.2.6.

const volumeId = text("a volume id", isVolumeId);
const base64 = matching("base64", /^[A-Za-z0-9+/]+={0,2}$/);
const cpuRanges = matching("a list of CPU ranges", /^\d+(?:-\d+)?(?:;\d+(?:-\d+)?)*$/);

const freeze = new Map([
  ["freeze-fs-on-backup", "freeze-fs"],
  ["guest-fsfreeze", "freeze-fs"],
]);
export const agent = propertyFormat(
  { enabled: required(flag), "freeze-fs": flag, fstrim_cloned_disks: flag, type: oneOf("virtio isa") },
  { defaultKey: "enabled", aliases: freeze },
);

export const sev = propertyFormat(
  {
    type: required(oneOf("std es snp")),
    "no-debug": flag,
    "no-key-sharing": flag,
    "allow-smt": flag,
    "kernel-hashes": flag,
  },
  { defaultKey: "type" },
);

export const tdx = propertyFormat(
  { type: required(oneOf("tdx")), attestation: flag, "vsock-cid": integer(2), "vsock-port": integer(0) },
  { defaultKey: "type" },
);

export const boot = propertyFormat(
  {
    legacy: matching("letters out of acdn", /^[acdn]{1,4}$/),
    order: text("a list of devices", listOf(isBootDevice)),
  },
  { defaultKey: "legacy" },
);

export const cicustom = propertyFormat({
  meta: volumeId,
  network: volumeId,
  user: volumeId,
  vendor: volumeId,
});

export const cpu = propertyFormat(
  {
    cputype: matching("a CPU model", /^[a-zA-Z0-9\-_.]+$/),
    "reported-model": matching("a CPU model", /^[a-zA-Z0-9\-_.]+$/),
    hidden: flag,
    "hv-vendor-id": matching("1 to 12 letters or digits", /^[a-zA-Z0-9]{1,12}$/),
    flags: matching("CPU flags like +aes;-pcid", /^[+-][a-zA-Z0-9\-_.]+(?:;[+-][a-zA-Z0-9\-_.]+)*$/),
    "phys-bits": matching("8 to 64, or host", /^(?:host|[89]|[1-5]\d|6[0-4])$/),
    "guest-phys-bits": integer(32, 64),
    level: integer(0),
  },
  { defaultKey: "cputype" },
);

export const ipconfig = propertyFormat({
  ip: matching("an IPv4 network or dhcp", /^(?:dhcp|[0-9.]+\/\d{1,2})$/),
  gw: matching("an IPv4 address", /^[0-9.]+$/),
  ip6: matching("an IPv6 network, auto or dhcp", /^(?:auto|dhcp|[0-9a-fA-F:.]+\/\d{1,3})$/),
  gw6: matching("an IPv6 address", /^[0-9a-fA-F:.]+$/),
});

const machineType =
  /^(?:pc|pc(?:-i440fx)?-\d+(?:\.\d+)+(?:\+pve\d+)?(?:\.pxe)?|q35|pc-q35-\d+(?:\.\d+)+(?:\+pve\d+)?(?:\.pxe)?|virt(?:-\d+(?:\.\d+)+)?(?:\+pve\d+)?)$/;
export const machine = propertyFormat(
  {
    type: matching("a machine type", machineType, 40),
    viommu: oneOf("intel virtio"),
    "aw-bits": number(32, 64),
    "enable-s3": flag,
    "enable-s4": flag,
  },
  { defaultKey: "type" },
);

export const memory = propertyFormat({ current: required(integer(16)) }, { defaultKey: "current" });

export const meta = propertyFormat({
  "creation-qemu": matching("a version", /^\d+(?:\.\d+)+$/),
  ctime: integer(0),
});

export const numaNode = propertyFormat({
  cpus: required(cpuRanges),
  hostnodes: cpuRanges,
  memory: number(),
  policy: oneOf("preferred bind interleave"),
});

const smbiosTexts: Readonly<Record<string, PropertySpec>> = Object.fromEntries(
  ["family", "manufacturer", "product", "serial", "sku", "version"].map((key) => [key, base64]),
);
export const smbios1 = propertyFormat({
  ...smbiosTexts,
  base64: flag,
  uuid: matching("a UUID", /^[a-fA-F0-9]{8}(?:-[a-fA-F0-9]{4}){3}-[a-fA-F0-9]{12}$/),
});
