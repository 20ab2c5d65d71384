import type { BackupJob } from "./backup-job.ts";
import type { GuestInside } from "./guest-inside.ts";

/** The one input of everything right of `collect`: plain JSON, versioned. Configs stay text, so nothing is lost. */
export interface ClusterSnapshot {
  readonly schema: "lanekeeper/snapshot/1";
  /** UTC, ISO 8601; when the source was read. */
  readonly takenAt: string;
  readonly tool: { readonly name: string; readonly version: string };
  readonly sources: readonly SourceNote[];
  /** Used as the cluster's name when corosync.conf and the node list give none. */
  readonly folder?: string;
  /** True when the source lists every node (`nodes/*` of a copy of /etc/pve); false for a bare folder. */
  readonly nodesComplete: boolean;
  /** The nodes whose guests the source holds; absent: of all nodes. A pvereport holds those of its own node only. */
  readonly guestsOf?: readonly string[];
  readonly nodes: readonly NodeSnapshot[];
  readonly guests: readonly GuestSnapshot[];
  readonly containers: readonly { readonly vmid: number; readonly node: string | null }[];
  /** Cluster-wide files by path below /etc/pve. null: looked for and not there. No entry: not looked for, or unreadable. */
  readonly files: Readonly<Partial<Record<ClusterFile, string | null>>>;
  /** Files that were put together from answers of the API: their lines are not those of the file. */
  readonly rendered?: readonly ClusterFile[];
  /** Files of which the one who asked may see only a part: what they do not name may exist all the same. */
  readonly partial?: readonly ClusterFile[];
  /** From the API alone. */
  readonly backupJobs?: Reading<readonly BackupJob[]>;
  readonly unreadable: readonly UnreadableFile[];
  /** Where several sources of one cluster said different things; the later one was taken. */
  readonly contradictions?: readonly string[];
}

export const clusterFiles = [
  "storage.cfg",
  "datacenter.cfg",
  "replication.cfg",
  "corosync.conf",
  "ha/resources.cfg",
  "ha/groups.cfg",
  "ha/rules.cfg",
  "mapping/pci.cfg",
  "mapping/usb.cfg",
  "mapping/directory.cfg",
] as const;

export type ClusterFile = (typeof clusterFiles)[number];

interface SourceNote {
  /** `facts`: what the facts script printed on one node; `node`: the same, run here. */
  readonly kind: "directory" | "bundle" | "facts" | "node" | "pvereport" | "pasted" | "api" | "ssh";
  /** As the person wrote it: a path, or `-`. */
  readonly name: string;
  /** UTC, ISO 8601, where it is not the snapshot's own. */
  readonly takenAt?: string;
}

export interface UnreadableFile {
  readonly path: string;
  readonly line?: number;
  readonly reason: string;
}

export interface GuestSnapshot {
  readonly vmid: number;
  /** null: a bare folder does not say. */
  readonly node: string | null;
  /** The text of /etc/pve/nodes/<node>/qemu-server/<vmid>.conf; its SHA-1 is Proxmox VE's digest. */
  readonly config: string;
  /** Where the text was read, relative to the source. */
  readonly path: string;
  /** The file's digest where `config` was put together from the API's answers and is not the file byte for byte. */
  readonly digest?: string;
  /**
   * `pve1/<boot id>/<start of pmxcfs>/17`: that node's cluster file system counted 17 when the text was read; it counts on
   * with every write (pve-cluster status.c and memdb.c, 9.0). The same again: the text is the same.
   */
  readonly configVersion?: string;
}

/** A node's fact that was asked for: the answer, or why there is none. No entry: never asked. */
export type Reading<T> =
  | { readonly value: T; readonly source: string }
  | { readonly failed: string; readonly source: string };

export interface NodeSnapshot {
  readonly name: string;
  /** Package name → Debian version, from `pveversion --verbose`. */
  readonly packages?: Reading<Readonly<Record<string, string>>>;
  /** The running kernel's release, as `uname -r` prints it. */
  readonly kernel?: Reading<string>;
  readonly mounts?: Reading<readonly Mount[]>;
  readonly blockDevices?: Reading<readonly BlockDevice[]>;
  readonly datasets?: Reading<readonly Dataset[]>;
  readonly pools?: Reading<readonly Pool[]>;
  readonly arc?: Reading<Arc>;
  /** Bytes of RAM, from /proc/meminfo. */
  readonly memory?: Reading<number>;
  readonly trimSchedules?: Reading<readonly TrimSchedule[]>;
  readonly logicalVolumes?: Reading<readonly LogicalVolume[]>;
  /** The thin pools alone, where that is all a source tells of logical volumes (the API). */
  readonly thinPools?: Reading<readonly LogicalVolume[]>;
  readonly volumeGroups?: Reading<readonly VolumeGroup[]>;
  readonly storageUsage?: Reading<readonly StorageUsage[]>;
  readonly backupDatastores?: Reading<readonly BackupDatastore[]>;
  /** vmid → running, from `qm list`. */
  readonly running?: Reading<Readonly<Record<string, boolean>>>;
  /** vmid → what its agent said. Asked of running guests whose agent is enabled; no entry: not asked, or no clear answer. */
  readonly agents?: Reading<Readonly<Record<string, AgentAnswer>>>;
  /** vmid → what its agent told of the system inside, where that was asked for (`--inside`). */
  readonly insides?: Reading<Readonly<Record<string, GuestInside>>>;
  /** How the replication jobs of the node's guests fare. */
  readonly replicationStates?: Reading<readonly ReplicationState[]>;
}

/** What a guest agent said to `guest-get-osinfo`. */
export type AgentAnswer =
  | { readonly answers: false }
  /** `osName`: "Windows 11 Pro", "Debian GNU/Linux 13 (trixie)"; absent: the agent does not know the question. */
  | { readonly answers: true; readonly osName?: string };

/** A job of `GET /nodes/<node>/replication`. Times are UTC, ISO 8601. */
export interface ReplicationState {
  /** `201-0` */
  readonly id: string;
  readonly failCount: number;
  /** null: it never ran through. */
  readonly lastSync: string | null;
  /** When this was read; absent: the source does not say, so nothing can be said of how long ago the last run was. */
  readonly readAt?: string;
  /** What the last failure said, first line. */
  readonly error?: string;
}

/** A row of `findmnt`. For ZFS, `source` is the dataset. */
export interface Mount {
  readonly target: string;
  readonly source: string;
  readonly fstype: string;
  readonly options: string;
}

/** A row of `lsblk`, with the devices that stand on it. */
export interface BlockDevice {
  readonly name: string;
  readonly path?: string;
  readonly type: string;
  /** `lsblk` ROTA: true for a spinning disk. */
  readonly rotational?: boolean;
  /** Bytes; rounded where the source prints it for people. */
  readonly size?: number;
  /** Bytes, `lsblk` PHY-SEC. */
  readonly physicalSector?: number;
  readonly model?: string;
  readonly serial?: string;
  readonly transport?: string;
  readonly fstype?: string;
  /** For `zfs_member` the pool's name. */
  readonly label?: string;
  readonly mountpoints: readonly string[];
  readonly children: readonly BlockDevice[];
}

/** A pool of `zpool status`, with what `zpool get` and `zpool list` add. Absent: that command was not read. */
export interface Pool {
  readonly name: string;
  readonly state: string;
  readonly vdevs: readonly Vdev[];
  /** The `status:` paragraph, where there is one. */
  readonly status?: string;
  /** `errors:` says something else than no known data errors. */
  readonly dataErrors?: boolean;
  /** The end of the last scrub, UTC, ISO 8601; null: never, or one is running for the first time. */
  readonly lastScrub?: string | null;
  /** Percent of the pool that is allocated. */
  readonly capacity?: number;
  /** Bytes. */
  readonly size?: number;
  /** `zpool get` values as printed with -p: autotrim, ashift (which can lie: see Vdev.ashift). */
  readonly properties?: Readonly<Record<string, string>>;
}

export interface Vdev {
  readonly role: "data" | "log" | "cache" | "special" | "dedup" | "spare";
  /** `mirror`, `raidz1` to `raidz3`, `draid1` …, or `disk` for a device that stands alone. */
  readonly kind: string;
  /** Device paths. */
  readonly devices: readonly string[];
  /** 9, 12, 13: from the vdev itself (`zpool get ashift <pool> all-vdevs`, or zdb -C), never from the pool. */
  readonly ashift?: number;
}

/** What the ARC of a node is allowed and what it did (`/proc/spl/kstat/zfs/arcstats`). Bytes and counts. */
export interface Arc {
  readonly size: number;
  /** The cap in force. */
  readonly cMax: number;
  /** zfs_arc_max as set; 0: nobody set it. */
  readonly arcMax?: number;
  readonly demandHits: number;
  readonly demandMisses: number;
}

/** Something that trims pools on a schedule. `pool` null: every pool it applies to. */
export interface TrimSchedule {
  readonly kind: "timer" | "cron";
  readonly pool: string | null;
  /** Pools it leaves out unless `org.debian:periodic-trim=enable`: Debian's job trims NVMe-only pools by itself. */
  readonly debianJob: boolean;
  readonly source: string;
}

/** A row of `lvs`. */
export interface LogicalVolume {
  readonly volumeGroup: string;
  readonly name: string;
  /** linear, thin, thin-pool … */
  readonly segtype: string;
  /** Bytes. */
  readonly size?: number;
  /** Percent, of a thin pool or thin volume. */
  readonly dataPercent?: number;
  readonly metadataPercent?: number;
  readonly autoactivation?: boolean;
}

export interface VolumeGroup {
  readonly name: string;
  /** Absent: the API does not say it. */
  readonly uuid?: string;
  /** Device paths. */
  readonly physicalVolumes: readonly string[];
}

/** A row of `pvesm status`. Bytes. */
export interface StorageUsage {
  readonly storage: string;
  readonly active: boolean;
  readonly total: number;
  readonly used: number;
}

/** A datastore of a backup server that runs on the node (`/etc/proxmox-backup/datastore.cfg`). */
export interface BackupDatastore {
  readonly name: string;
  readonly path: string;
}

/** A ZFS dataset or zvol with the properties `zfs get` answered. Values as printed with -p. */
export interface Dataset {
  readonly name: string;
  readonly properties: Readonly<Record<string, { readonly value: string; readonly source: string }>>;
}
