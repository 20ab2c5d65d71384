import { flag, integer, matching, number, oneOf, propertyFormat, required, text } from "./property-format.ts";
import { isConfigId } from "./text-formats.ts";

// The property strings of a guest's devices that are no drives: qemu-server, 9.2.6.

const configId = text("a configuration id", isConfigId);
const pciId = matching("a PCI id like 0x8086", /^0x[0-9a-fA-F]{4}$/);
export const audio = propertyFormat({
  device: required(oneOf("ich9-intel-hda intel-hda AC97")),
  driver: oneOf("spice none"),
});

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

export const ivshmem = propertyFormat({
  name: matching("letters, digits and hyphens", /^[a-zA-Z0-9-]+$/),
  size: required(integer(1)),
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

export const rng = propertyFormat(
  {
    source: required(oneOf("/dev/urandom /dev/random /dev/hwrng")),
    max_bytes: integer(),
    period: integer(),
  },
  { defaultKey: "source" },
);

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
