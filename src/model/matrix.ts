/**
 * The settings each quadrant wants: the one place that `audit`, `policy` and everything that proposes settings read.
 * Verdicts come from the operator's article; where the sources of Proxmox VE say otherwise, the note says it.
 */

export const quadrantNames = [
  "generalized Linux",
  "specialty Linux",
  "generalized Windows",
  "specialty Windows",
] as const;

export type QuadrantName = (typeof quadrantNames)[number];

export interface MatrixCell {
  readonly value: string;
  /** When another value is right, or why this one is. */
  readonly note?: string;
  /** Where the row's reason is not that of this quadrant. */
  readonly why?: string;
}

export interface MatrixRow {
  readonly setting: string;
  readonly cells: Readonly<Record<QuadrantName, MatrixCell>>;
  /** One line: why. */
  readonly why: string;
  readonly source: "article" | "source" | "both";
}

function everywhere(value: string, note?: string): MatrixRow["cells"] {
  const cell = note === undefined ? { value } : { value, note };
  return {
    "generalized Linux": cell,
    "specialty Linux": cell,
    "generalized Windows": cell,
    "specialty Windows": cell,
  };
}

const ssdAdvice = "on SSD-backed storage; virtio drives cannot say so";

/** Retrimming instead of defragmenting is what Windows does; Linux trims whatever can be trimmed. */
const ssdOnLinux: MatrixCell = {
  value: "1",
  note: ssdAdvice,
  why: "the guest schedules for an SSD, not for a disk that seeks; trim does not need it",
};

const firmware: MatrixCell = { value: "ovmf + q35", note: "TPM as needed; decide before installing" };

export const matrix: readonly MatrixRow[] = [
  {
    setting: "lane",
    cells: {
      "generalized Linux": { value: "shared" },
      "specialty Linux": { value: "local", note: "local ZFS on SSD, pinned by its device" },
      "generalized Windows": { value: "shared" },
      "specialty Windows": { value: "local", note: "pinned; non-ZFS only where writeback is wanted" },
    },
    why: "a guest that must move lives on storage every node can open; one tied to a device cannot move anyway",
    source: "article",
  },
  {
    setting: "scsihw",
    cells: everywhere("virtio-scsi-single"),
    why: "one controller a disk; the only SCSI controller with I/O threads",
    source: "both",
  },
  {
    setting: "iothread",
    cells: everywhere("1"),
    why: "disk work leaves QEMU's main loop",
    source: "article",
  },
  {
    setting: "cache",
    cells: {
      ...everywhere("none"),
      "specialty Windows": {
        value: "none",
        note: "writeback only if pinned, disposable and on a local disk that is not ZFS",
      },
    },
    why: "the host page cache belongs to one node, and doubles ARC on ZFS",
    source: "article",
  },
  {
    setting: "aio",
    cells: {
      ...everywhere("io_uring", "on thick LVM Proxmox VE itself defaults to native: contested, see aioOnLvm"),
      "specialty Windows": { value: "io_uring", note: "threads are fine with writeback" },
    },
    why: "does not block on submission, buffered or not",
    source: "article",
  },
  {
    setting: "discard",
    cells: everywhere("on"),
    why: "freed blocks reach the storage",
    source: "article",
  },
  {
    setting: "ssd",
    cells: {
      ...everywhere("1", ssdAdvice),
      "generalized Linux": ssdOnLinux,
      "specialty Linux": ssdOnLinux,
    },
    why: "Windows then retrims instead of defragmenting",
    source: "article",
  },
  {
    setting: "balloon",
    cells: {
      "generalized Linux": { value: "allowed", note: "off for anything memory-sensitive" },
      "specialty Linux": { value: "0", note: "passthrough locks the memory, there is nothing to take back" },
      "generalized Windows": {
        value: "0",
        note: "fixed RAM: directory and certificate services dislike pressure",
      },
      "specialty Windows": { value: "0" },
    },
    why: "an unset balloon is a balloon device that is on",
    source: "both",
  },
  {
    setting: "agent",
    cells: everywhere("enabled"),
    why: "backups quiesce the guest, and it can be looked into",
    source: "article",
  },
  {
    setting: "firmware",
    cells: {
      "generalized Linux": { value: "-" },
      "specialty Linux": { value: "-" },
      "generalized Windows": firmware,
      "specialty Windows": firmware,
    },
    why: "Windows 11 and Server 2025 expect it; changing it later means reinstalling",
    source: "article",
  },
];

export interface CacheModeRow {
  readonly mode: string;
  readonly pageCache: string;
  readonly guestWriteCache: string;
  readonly onPowerLoss: string;
  readonly use: string;
}

/** Cache modes as flags of O_DIRECT and flushes (qemu-server Drive.pm, Blockdev.pm, 9.2.6). */
export const cacheModes: readonly CacheModeRow[] = [
  {
    mode: "none (default)",
    pageCache: "bypassed",
    guestWriteCache: "on",
    onPowerLoss: "what was not flushed",
    use: "everywhere",
  },
  {
    mode: "writeback",
    pageCache: "reads and writes",
    guestWriteCache: "on",
    onPowerLoss: "what was not flushed, and more of it",
    use: "pinned, disposable, local and not ZFS",
  },
  {
    mode: "writethrough",
    pageCache: "reads",
    guestWriteCache: "off",
    onPowerLoss: "little",
    use: "rarely; slow writes",
  },
  {
    mode: "directsync",
    pageCache: "bypassed",
    guestWriteCache: "off",
    onPowerLoss: "least",
    use: "guests that never flush; slowest",
  },
  {
    mode: "unsafe",
    pageCache: "reads and writes",
    guestWriteCache: "on",
    onPowerLoss: "anything: flushes are dropped",
    use: "scratch only",
  },
];

export interface AioDefaultRow {
  readonly storage: string;
  readonly direct: string;
  readonly buffered: string;
  readonly wanted: string;
}

/** aio nobody wrote, since qemu-server 7.2-5 (Drive.pm storage_allows_io_uring_default), beside what is wanted. */
export const aioDefaults: readonly AioDefaultRow[] = [
  {
    storage: "zfspool, dir, nfs, lvmthin, btrfs, iscsi, path",
    direct: "io_uring",
    buffered: "io_uring",
    wanted: "io_uring",
  },
  {
    storage: "lvm (thick, also qcow2 on a volume chain)",
    direct: "native",
    buffered: "threads",
    wanted: "io_uring (aioOnLvm); buffered: unset",
  },
  { storage: "cifs", direct: "native", buffered: "threads", wanted: "unset" },
  { storage: "rbd with krbd", direct: "io_uring", buffered: "threads", wanted: "io_uring; buffered: unset" },
  {
    storage: "rbd (librbd), iscsidirect, ZFS over iSCSI",
    direct: "none",
    buffered: "none",
    wanted: "none: the key does nothing from machine 10 on",
  },
];

export const laneTable: readonly { readonly lane: string; readonly when: string }[] = [
  { lane: "shared", when: "every data volume is on shared storage and no device ties the guest to a node" },
  {
    lane: "replicated",
    when: "the rest is on zfspool volumes that an enabled replication job covers: may lose one interval",
  },
  { lane: "local", when: "anything else with a data volume: stays, unless moved with its disks" },
  { lane: "none", when: "no data volume" },
];

export const quickReference: readonly { readonly where: string; readonly settings: string }[] = [
  { where: "every guest", settings: "scsihw=virtio-scsi-single iothread=1 discard=on, ssd=1 on SSD" },
  { where: "shared lane", settings: "cache=none aio=io_uring" },
  {
    where: "local, on ZFS",
    settings: "cache=none, aio by default (io_uring); zvols rather than files on datasets",
  },
  { where: "local, not ZFS", settings: "cache=none; writeback only if pinned by a device and disposable" },
  {
    where: "never",
    settings:
      "native on ZFS, qcow2 or thin LVM; writeback on ZFS or on shared storage; unsafe outside scratch",
  },
  { where: "Windows services", settings: "balloon 0, fixed RAM, virtio drivers, ovmf + q35" },
];
