import type { Missing } from "./fact.ts";

/** What the policy takes for true, as data: where it was read, at which versions, and what puts it in doubt. */

export type AssumptionEvent =
  | "pve-major"
  | "openzfs-major"
  | "storage-presentation"
  | "windows-onto-zfs"
  | "slog-or-l2arc"
  | "ashift";

export interface Assumption {
  readonly id: string;
  readonly statement: string;
  readonly sources: readonly string[];
  /** The versions it was read or measured at. */
  readonly readAt: string;
  /** What puts it in doubt. */
  readonly event: AssumptionEvent;
  /** How to see whether it still holds. */
  readonly recheck: string;
  /** What speaks against it without settling it: the verdicts show both sides. */
  readonly disputed?: string;
  /** What is true instead, for those of the article that the sources contradict. */
  readonly refuted?: string;
}

/** An assumption, and what a cluster's own facts say of it; without a cluster, nothing. */
export type JudgedAssumption = Assumption & { readonly verdict?: AssumptionVerdict };

export type AssumptionVerdict =
  /** The versions are those it was read at, and nothing seen speaks against it. */
  | { readonly kind: "holds" }
  /** It was not read at these versions, or what puts it in doubt has happened. */
  | { readonly kind: "doubted"; readonly because: readonly string[] }
  /** The cluster is different. */
  | { readonly kind: "contradicted"; readonly because: readonly string[] }
  | { readonly kind: "open"; readonly missing: readonly [Missing, ...Missing[]] };

/** The versions the article was validated against. */
export const baseline = {
  pve: "9.2.4",
  kernel: "7.0.14-2-pve",
  qemu: "11.0.2",
  qemuServer: "9.1.18",
  openzfs: "2.4.3",
} as const;

/** The newest qemu-server whose source was read. */
export const newestQemuServerRead = "9.2.6";

const article = "article, 2026";
const qemuServer = "qemu-server source, QemuServer/Drive.pm";
const openzfs = "OpenZFS source and manual pages";
const articleAt = "Proxmox VE 9.2.4, OpenZFS 2.4.3";
const qemuServerAt = "qemu-server 9.2.6";

export const assumptions: readonly Assumption[] = [
  {
    id: "aio-default",
    statement: "without an aio key, io_uring is in force but on lvm, cifs and krbd with a page cache",
    sources: [qemuServer],
    readAt: qemuServerAt,
    event: "pve-major",
    recheck:
      "storage_allows_io_uring_default in QemuServer/Drive.pm; `qm showcmd <vmid>` of a guest on each storage type",
  },
  {
    id: "aio-default-everywhere",
    statement: "aio=io_uring is the default everywhere",
    sources: [article],
    readAt: articleAt,
    event: "pve-major",
    recheck: "`qm showcmd <vmid> --pretty | grep aio` of a guest on lvm",
    refuted:
      "on thick LVM, cifs and krbd with a page cache it is native or threads (qemu-server since 7.0-11)",
  },
  {
    id: "io-uring-on-lvm",
    statement: "io_uring on LVM and iSCSI is past its trouble",
    sources: [article, "qemu-server changelog 7.0-11: excluded after reports of hangs"],
    readAt: articleAt,
    event: "pve-major",
    recheck: "whether storage_allows_io_uring_default still leaves lvm out, and why",
    disputed: "qemu-server 9.2.6 still leaves lvm out, since guests hung there in 2021",
  },
  {
    id: "cache-default",
    statement: "without a cache key, drives are opened with O_DIRECT but on btrfs without nocow",
    sources: [qemuServer],
    readAt: qemuServerAt,
    event: "pve-major",
    recheck: "drive_uses_cache_direct in QemuServer/Drive.pm; the changelog of qemu-server for disk defaults",
  },
  {
    id: "arc-cap-default",
    statement:
      "without zfs_arc_max, ARC takes half of RAM up to OpenZFS 2.2, from 2.3 the larger of RAM − 1 GiB and 5/8",
    sources: ["zfs(4) at the tags zfs-2.2.0, zfs-2.3.0 and zfs-2.4.3"],
    readAt: "OpenZFS 2.4.4, measured",
    event: "openzfs-major",
    recheck: "c_max in /proc/spl/kstat/zfs/arcstats of a node without the option",
  },
  {
    id: "arc-ten-percent",
    statement: "10 % of RAM is the ARC's default cap on Proxmox VE",
    sources: [article],
    readAt: articleAt,
    event: "pve-major",
    recheck: "/etc/modprobe.d/zfs.conf, and c_max in arcstats",
    refuted: "the installer writes it (since 8.1), an upgraded or Debian-based node has no cap but ZFS's own",
  },
  {
    id: "direct-io",
    statement:
      "from OpenZFS 2.3 on, O_DIRECT on a file of a dataset bypasses ARC; zvols never have Direct I/O",
    sources: [openzfs, "measured with OpenZFS 2.4.4 and 2.1.11"],
    readAt: "OpenZFS 2.4.4",
    event: "openzfs-major",
    recheck: "direct in zfsprops(7); direct_* counters in /proc/spl/kstat/zfs/<pool>/iostats",
  },
  {
    id: "odirect-open-failed",
    statement: "older OpenZFS failed to open a file with O_DIRECT",
    sources: [article],
    readAt: articleAt,
    event: "openzfs-major",
    recheck: "nothing: Proxmox VE 6 already had 0.8",
    refuted: "only 0.7 and before; since 0.8.0 the flag was accepted and ignored",
  },
  {
    id: "arc-caches-dataset-files",
    statement: "ARC is already the cache of files on a dataset",
    sources: [article],
    readAt: articleAt,
    event: "openzfs-major",
    recheck: "direct of the dataset; arc_* and direct_* counters in iostats",
    refuted:
      "from 2.3 on not with cache=none and direct=standard: requests go to the disks, record by record",
  },
  {
    id: "volblocksize-default",
    statement: "a new zvol has blocks of 16K since OpenZFS 2.2, of 8K before",
    sources: ["OpenZFS commit 72f0521aba"],
    readAt: "OpenZFS 2.4.4, measured",
    event: "openzfs-major",
    recheck: "zfs get volblocksize of a disk made after the upgrade",
  },
  {
    id: "txg-timeout",
    statement: "zfs_txg_timeout is 5 s: that much of what a guest has not flushed can be lost",
    sources: ["zfs(4)"],
    readAt: "OpenZFS 2.4.4",
    event: "openzfs-major",
    recheck: "cat /sys/module/zfs/parameters/zfs_txg_timeout",
  },
  {
    id: "thick-zvols",
    statement: "a thick zvol has to be made anew to become thin",
    sources: [article],
    readAt: articleAt,
    event: "openzfs-major",
    recheck: "zfs set refreservation=none on one of them, and zfs list",
    refuted: "zfs set refreservation=none frees it at once",
  },
  {
    id: "nothing-trims",
    statement: "nothing trims the SSDs while autotrim is off",
    sources: [article],
    readAt: articleAt,
    event: "pve-major",
    recheck: "/etc/cron.d/zfsutils-linux, /usr/lib/zfs-linux/trim, zfs get org.debian:periodic-trim",
    refuted: "Debian's monthly job trims pools made of NVMe devices alone; for SATA and SAS it is true",
  },
  {
    id: "chain-is-thick-lvm",
    statement: "the shared lane is thick LVM with snapshots as volume chains, and new disks there are qcow2",
    sources: [article, "pve-storage source, LVMPlugin.pm, 9.1.7"],
    readAt: articleAt,
    event: "storage-presentation",
    recheck: "storage.cfg, and the names of the volumes; a thin or non-ZFS SAN changes discard and cache",
  },
  {
    id: "backup-overlay",
    statement: "a backup layers a qcow2 overlay on the disk",
    sources: [article],
    readAt: articleAt,
    event: "storage-presentation",
    recheck: "fleecing of the backup job: stalls during a backup come from a slow target",
    refuted:
      "a backup of a VM takes no snapshot of the storage; without fleecing its writes wait for the target",
  },
  {
    id: "writeback-off-zfs",
    statement: "writeback is earned only by pinned, disposable guests off ZFS",
    sources: [article],
    readAt: articleAt,
    event: "windows-onto-zfs",
    recheck: "after a move onto ZFS: cache=none",
  },
  {
    id: "slog-and-sync",
    statement: "sync=standard and logbias=latency suit pools as they are, with or without a SLOG",
    sources: [article, "zfsprops(7)"],
    readAt: articleAt,
    event: "slog-or-l2arc",
    recheck: "zpool iostat -v under sync load, after a log or cache device was added",
  },
  {
    id: "ashift-12",
    statement: "ashift=12 fits all disks here, and 16K blocks fit mirrors of them",
    sources: [article],
    readAt: articleAt,
    event: "ashift",
    recheck: "ashift of the vdevs (zdb -C), and the padding on raidz",
  },
];
