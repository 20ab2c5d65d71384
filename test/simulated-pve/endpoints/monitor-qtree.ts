import type { Started, StartedDisk } from "./monitor-disks.ts";

/** `info qtree`: the devices of the disks, each on its controller. */
export function qtree(started: Started): readonly string[] {
  const onPci = groups(started.disks, (disk) => controllerOf(disk, started)).flatMap(([id, disks]) =>
    controller(id, disks, started),
  );
  return [
    "bus: main-system-bus",
    "  type System",
    '  dev: i440FX-pcihost, id ""',
    "    bus: pci.0",
    "      type PCI",
    ...nested(6, onPci),
  ];
}

function groups(
  disks: readonly StartedDisk[],
  by: (disk: StartedDisk) => string,
): readonly (readonly [string, readonly StartedDisk[]])[] {
  const groups = new Map<string, StartedDisk[]>();
  for (const disk of disks) groups.set(by(disk), [...(groups.get(by(disk)) ?? []), disk]);
  return [...groups];
}

/** The device that a disk hangs on; of virtio it is its own (qemu-server QemuServer/DriveDevice.pm, 9.2.6). */
function controllerOf({ drive: { key, bus, index } }: StartedDisk, { scsihw }: Started): string {
  if (bus === "virtio") return key;
  if (bus === "ide") return "";
  if (bus === "sata") return `ahci${Math.floor(index / 6)}`;
  if (scsihw === "virtio-scsi-single") return `virtioscsi${index}`;
  return `scsihw${Math.floor(index / (scsihw.startsWith("lsi") ? 7 : 256))}`;
}

function controller(id: string, disks: readonly StartedDisk[], started: Started): Nested {
  const { scsihw, showsThreads } = started;
  const thread = disks[0]?.thread ?? "";
  const threads = showsThreads ? [`iothread = "${thread && `/objects/${thread}`}"`] : [];
  const devices = disks.map((disk) => device(disk, started));
  const virtio = (kind: string, below: Nested): Nested => [
    `dev: virtio-${kind}-pci, id "${id}"`,
    ["bus: virtio-bus", ["type virtio-pci-bus", `dev: virtio-${kind}-device, id ""`, below]],
  ];
  if (id.startsWith("virtio") && !id.startsWith("virtioscsi"))
    return virtio("blk", [...devices.flat(), ...threads, "iothread-vq-mapping = <null>"]);
  if (id === "" || id.startsWith("ahci"))
    return [
      `dev: ${id === "" ? "piix3-ide" : "ich9-ahci"}, id "${id}"`,
      devices.flatMap((lines, at) => {
        const index = disks[at]?.drive.index ?? 0;
        return [`bus: ${id === "" ? `ide.${index >> 1}` : `${id}.${index % 6}`}`, ["type IDE", ...lines]];
      }),
    ];
  const bus = [`bus: ${id}.0`, ["type SCSI", ...devices.flat()]];
  if (!scsihw.startsWith("virtio-scsi"))
    return [`dev: ${scsihw === "lsi" ? "lsi53c895a" : scsihw}, id "${id}"`, bus];
  const hub = virtio("scsi", ["num_queues = 1 (0x1)", ...threads, "iothread-vq-mapping = <null>", ...bus]);
  return scsihw === "virtio-scsi-single"
    ? ['dev: pci-bridge, id "pci.3"', ["bus: pci.3", ["type PCI", ...hub]]]
    : hub;
}

/** A disk's device with what it says; of virtio what it says only, because its controller is the device. */
function device({ drive, writeCache }: StartedDisk, { hasNamedNodes }: Started): Nested {
  const { key, bus, options } = drive;
  const common = [
    `drive = "drive-${key}"`,
    "logical_block_size = 512 (512 B)",
    `write-cache = "${hasNamedNodes ? writeCache : "auto"}"`,
    'rerror = "auto"',
  ];
  if (bus === "virtio") return common;
  const rotation = options["ssd"] === "1" ? "rotation_rate = 1 (0x1)" : "rotation_rate = 0 (0x0)";
  return [`dev: ${bus === "scsi" ? "scsi" : "ide"}-hd, id "${key}"`, [...common, rotation]];
}

type Nested = readonly (string | Nested)[];

/** Each list two blanks deeper than the line before it. */
function nested(depth: number, lines: Nested): readonly string[] {
  return lines.flatMap((line) =>
    typeof line === "string" ? [`${" ".repeat(depth)}${line}`] : nested(depth + 2, line),
  );
}
