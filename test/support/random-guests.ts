import fc from "fast-check";

const volumes = [
  "tank:vm-101-disk-0",
  "tank:base-9-disk-0/vm-101-disk-0",
  "rust:vm-101-disk-0",
  "san:vm-101-disk-0",
  "chain:vm-101-disk-0.qcow2",
  "vg:vm-101-disk-0",
  "thin:vm-101-disk-0",
  "local:101/vm-101-disk-0.raw",
  "local:101/vm-101-disk-0.qcow2",
  "zdir:101/vm-101-disk-0.raw",
  "bdir:101/vm-101-disk-0.raw",
  "bt:101/vm-101-disk-0.raw",
  "btnc:101/vm-101-disk-0.raw",
  "gfs:101/vm-101-disk-0.qcow2",
  "nas:101/vm-101-disk-0.qcow2",
  "smb:101/vm-101-disk-0.raw",
  "ceph:vm-101-disk-0",
  "krbd:vm-101-disk-0",
  "lun:0.0.0.scsi-36001405",
  "dlun:lun1",
  "gone:vm-101-disk-0",
  "/dev/sdh",
  "/dev/zvol/tank/vm-101-disk-0",
  "/srv/x.raw",
];

const everyBus: Readonly<Record<string, readonly string[]>> = {
  cache: ["none", "writethrough", "writeback", "unsafe", "directsync"],
  aio: ["native", "threads", "io_uring"],
  discard: ["on", "ignore"],
  detect_zeroes: ["0", "yes"],
  backup: ["0", "No"],
  replicate: ["0", "on"],
  shared: ["0", "1"],
  rerror: ["ignore", "report"],
  werror: ["ignore", "enospc"],
  serial: ["a%20b"],
  size: ["32G", "33554432K"],
  mbps_rd: ["1.50"],
  iops_wr: ["100"],
  snapshot: ["0", "1"],
  format: ["raw", "qcow2"],
};
const ofBus: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  ide: { ssd: ["0", "1", "on"], model: ["X"] },
  sata: { ssd: ["0", "1", "on"], wwn: ["0x5000c500a1b2c3d4"] },
  scsi: { ssd: ["0", "1", "on"], iothread: ["0", "1", "yes"], queues: ["4"], ro: ["1"], vendor: ["v"] },
  virtio: { iothread: ["0", "1", "yes"], ro: ["0"] },
};

/** A bus and a legal drive string: the volume under one of its names, keys of the bus in any order. */
const randomDrives = fc.constantFrom("ide", "sata", "scsi", "virtio").chain((bus) => {
  const keys = { ...everyBus, ...ofBus[bus] };
  const pair = (key: string) => fc.constantFrom(...(keys[key] ?? ["1"])).map((value) => `${key}=${value}`);
  const parts = fc
    .subarray(Object.keys(keys), { maxLength: 8 })
    .chain((names) => fc.tuple(...names.map(pair)))
    .chain((pairs) => fc.shuffledSubarray(pairs, { minLength: pairs.length }));
  const volume = fc
    .tuple(fc.constantFrom("", "file=", "volume="), fc.constantFrom(...volumes))
    .map(([name, text]) => `${name}${text}`);
  return fc
    .tuple(volume, parts, fc.nat())
    .map(([file, pairs, at]) => [bus, pairs.toSpliced(at % (pairs.length + 1), 0, file).join(",")] as const);
});
/** A line of an example: one or two drives, and what else decides about them. */
export const randomGuests = fc
  .tuple(
    fc.uniqueArray(randomDrives, { minLength: 1, maxLength: 2, selector: ([bus]) => bus }),
    fc.constantFrom("ostype: l26", "ostype: win11"),
    fc.constantFrom("scsihw: virtio-scsi-single", "scsihw: lsi", "scsihw: virtio-scsi-pci"),
    fc.constantFrom("", "machine: pc-q35-9.2+pve1", "machine: q35", "machine: pc-q35-10.1"),
    fc.constantFrom(
      "",
      "tags: scratch",
      "tags: disposable;golden",
      "hostpci0: 01:00",
      "@replicate pve2",
      "@no-facts",
    ),
    fc.constantFrom("", "@ha started", "balloon: 0", "@versions qemu-server=9.0.5"),
  )
  .map(([lines, ...rest]) =>
    [...lines.map(([bus, text]) => `${bus}0: ${text}`), ...rest.filter((part) => part !== "")].join(" | "),
  );
