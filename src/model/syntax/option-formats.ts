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
import { isBootDevice, isConfigId, isVolumeId, listOf } from "./text-formats.ts";

// The property strings of guest options that are no drives: qemu-server, 9.2.6.

const volumeId = text("a volume id", isVolumeId);
const configId = text("a configuration id", isConfigId);
const base64 = matching("base64", /^[A-Za-z0-9+/]+={0,2}$/);
const pciId = matching("a PCI id like 0x8086", /^0x[0-9a-fA-F]{4}$/);
const cpuRanges = matching("a list of CPU ranges", /^\d+(?:-\d+)?(?:;\d+(?:-\d+)?)*$/);

const freeze = new Map([
  ["freeze-fs-on-backup", "freeze-fs"],
  ["guest-fsfreeze", "freeze-fs"],
]);
export const agent = propertyFormat(
  { enabled: required(flag), "freeze-fs": flag, fstrim_cloned_disks: flag, type: oneOf("virtio isa") },
  { defaultKey: "enabled", aliases: freeze },
);

export const audio = propertyFormat({
  device: required(oneOf("ich9-intel-hda intel-hda AC97")),
  driver: oneOf("spice none"),
});

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

export const hostpci = propertyFormat(
  {
    host: matching(
      "PCI addresses",
      /^(?:[a-f0-9]{4,}:)?[a-f0-9]{2}:[a-f0-9]{2}(?:\.[a-f0-9])?(?:;(?:[a-f0-9]{4,}:)?[a-f0-9]{2}:[a-f0-9]{2}(?:\.[a-f0-9])?)*$/,
    ),
    mapping: configId,
    rombar: flag,
    romfile: matching("a file name", /^[^,;]+$/),
    pcie: flag,
    "x-vga": flag,
    "legacy-igd": flag,
    mdev: matching("a mediated device type", /^[^/.:]+$/),
    "vendor-id": pciId,
    "device-id": pciId,
    "sub-vendor-id": pciId,
    "sub-device-id": pciId,
    driver: oneOf("keep vfio"),
  },
  { defaultKey: "host" },
);

export const ipconfig = propertyFormat({
  ip: matching("an IPv4 network or dhcp", /^(?:dhcp|[0-9.]+\/\d{1,2})$/),
  gw: matching("an IPv4 address", /^[0-9.]+$/),
  ip6: matching("an IPv6 network, auto or dhcp", /^(?:auto|dhcp|[0-9a-fA-F:.]+\/\d{1,3})$/),
  gw6: matching("an IPv6 address", /^[0-9a-fA-F:.]+$/),
});

export const ivshmem = propertyFormat({
  name: matching("letters, digits and hyphens", /^[a-zA-Z0-9-]+$/),
  size: required(integer(1)),
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

const models =
  "e1000 e1000-82540em e1000-82544gc e1000-82545em e1000e i82551 i82557b i82559er ne2k_isa ne2k_pci pcnet rtl8139 virtio vmxnet3";
export const net = propertyFormat(
  {
    model: required(oneOf(models)),
    macaddr: matching("a unicast MAC address", /^[a-f0-9][02468ace](?::[a-f0-9]{2}){5}$/i),
    bridge: matching("a bridge name", /^[-_.\w]+$/),
    firewall: flag,
    "host-tunnel": flag,
    link_down: flag,
    mtu: integer(1, 65520),
    queues: integer(0, 64),
    rate: number(0),
    tag: integer(1, 4094),
    trunks: matching("VLAN ids", /^\d+(?:-\d+)?(?:;\d+(?:-\d+)?)*$/),
  },
  { defaultKey: "model", keyAliases: { names: new Set(models.split(" ")), name: "model", value: "macaddr" } },
);

export const numaNode = propertyFormat({
  cpus: required(cpuRanges),
  hostnodes: cpuRanges,
  memory: number(),
  policy: oneOf("preferred bind interleave"),
});

export const rng = propertyFormat(
  {
    source: required(oneOf("/dev/urandom /dev/random /dev/hwrng")),
    max_bytes: integer(),
    period: integer(),
  },
  { defaultKey: "source" },
);

const smbiosTexts: Readonly<Record<string, PropertySpec>> = Object.fromEntries(
  ["family", "manufacturer", "product", "serial", "sku", "version"].map((key) => [key, base64]),
);
export const smbios1 = propertyFormat({
  ...smbiosTexts,
  base64: flag,
  uuid: matching("a UUID", /^[a-fA-F0-9]{8}(?:-[a-fA-F0-9]{4}){3}-[a-fA-F0-9]{12}$/),
});

export const spice = propertyFormat({ foldersharing: flag, videostreaming: oneOf("off all filter") });

export const usb = propertyFormat(
  {
    host: matching(
      "a USB id, a port or spice",
      /^(?:(?:0x)?[0-9A-Fa-f]{4}:(?:0x)?[0-9A-Fa-f]{4}|\d+-\d+(?:\.\d+)*|[Ss][Pp][Ii][Cc][Ee])$/,
    ),
    mapping: configId,
    usb3: flag,
  },
  { defaultKey: "host" },
);

export const vga = propertyFormat(
  {
    type: oneOf("cirrus qxl qxl2 qxl3 qxl4 none serial0 serial1 serial2 serial3 std virtio virtio-gl vmware"),
    memory: integer(4, 512),
    clipboard: oneOf("vnc"),
  },
  { defaultKey: "type" },
);

export const virtiofs = propertyFormat(
  {
    dirid: required(configId),
    cache: oneOf("auto always metadata never"),
    "direct-io": flag,
    "expose-acl": flag,
    "expose-xattr": flag,
  },
  { defaultKey: "dirid" },
);

export const watchdog = propertyFormat(
  { model: oneOf("i6300esb ib700"), action: oneOf("reset shutdown poweroff pause debug none") },
  { defaultKey: "model" },
);
