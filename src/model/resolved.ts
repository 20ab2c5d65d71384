import type { BackupJob } from "./backup-job.ts";
import type {
  AgentAnswer,
  Arc,
  BackupDatastore,
  BlockDevice,
  LogicalVolume,
  Mount,
  Reading,
  ReplicationState,
  StorageUsage,
  TrimSchedule,
  UnreadableFile,
  Vdev,
  VolumeGroup,
} from "./cluster.ts";
import type { Backing, BlockDriver, Bus, DriveSettings, Medium, StorageDefaults } from "./drive.ts";
import type { Fact, Missing } from "./fact.ts";
import type { GuestInside } from "./guest-inside.ts";
import type { Intents, StorageDeclaration } from "./intent.ts";
import type { ResolvedPool } from "./resolved-pool.ts";
import type { StorageEntry } from "./storage.ts";
import type { GuestReading } from "./syntax/guest-conf.ts";
import type { ResourceMapping } from "./syntax/mapping-cfg.ts";
import type { Volume } from "./syntax/volume-id.ts";

/** A cluster with everything derived that rules look at. Plain data with links; nothing in it is guessed. */
export interface ResolvedCluster {
  readonly id: string;
  readonly name: string;
  readonly takenAt: string;
  readonly nodes: readonly ResolvedNode[];
  /** How many nodes the cluster has; unknown for a bare folder. */
  readonly nodeCount: Fact<number>;
  /** The entries of storage.cfg; unknown when the file could not be read. */
  readonly storages: Fact<ReadonlyMap<string, ResolvedStorage>>;
  /** Only a part of the storages may be seen: one that is not among them may be defined all the same. */
  readonly storagesPartial: boolean;
  /** PCI mappings by id; unknown when mapping/pci.cfg could not be read. */
  readonly pciMappings: Fact<ReadonlyMap<string, ResourceMapping>>;
  readonly guests: readonly ResolvedGuest[];
  readonly volumes: readonly ResolvedVolume[];
  readonly pools: readonly ResolvedPool[];
  /** undefined: nobody asked. No rule looks at them. */
  readonly backupJobs: Reading<readonly BackupJob[]> | undefined;
  readonly containers: readonly { readonly vmid: number; readonly node: string | null }[];
  readonly unreadableFiles: readonly UnreadableFile[];
  /** Configs of guests that were not read: what no guest at hand does, one of these may do. */
  readonly unreadGuests: readonly Missing[];
}

export interface ResolvedNode {
  readonly name: string;
  readonly cluster: ResolvedCluster;
  readonly versions: NodeVersions;
  readonly blockDevices: Fact<readonly BlockDevice[]>;
  readonly mounts: Fact<readonly Mount[]>;
  readonly arc: Fact<Arc>;
  /** Bytes of RAM. */
  readonly memory: Fact<number>;
  readonly trimSchedules: Fact<readonly TrimSchedule[]>;
  readonly logicalVolumes: Fact<readonly LogicalVolume[]>;
  /** Among them at least every thin pool. */
  readonly thinPools: Fact<readonly LogicalVolume[]>;
  readonly volumeGroups: Fact<readonly VolumeGroup[]>;
  readonly storageUsage: Fact<readonly StorageUsage[]>;
  readonly backupDatastores: Fact<readonly BackupDatastore[]>;
}

/** Package versions of a node. Unknown ones are assumed to be the newest known, and the report says so. */
export interface NodeVersions {
  readonly pve: Fact<string>;
  readonly qemuServer: Fact<string>;
  readonly qemu: Fact<string>;
  readonly openzfs: Fact<string>;
  readonly kernel: Fact<string>;
}

export interface ResolvedStorage {
  readonly entry: StorageEntry;
  /** Shared by type or by the `shared` property: a claim Proxmox VE does not verify. */
  readonly shared: boolean;
  /** The `nodes` property; undefined: every node. */
  readonly nodes: ReadonlySet<string> | undefined;
  readonly enabled: boolean;
  readonly content: ReadonlySet<string>;
  /** `snapshot-as-volume-chain`: new volumes are qcow2, also inside logical volumes. */
  readonly volumeChain: boolean;
  readonly declared: StorageDeclaration;
  /** `storage.cfg:9` */
  readonly source: string;
}

export type Lane = "shared" | "replicated" | "local" | "none" | "unknown";

export interface LaneReason {
  readonly code:
    | "all-shared"
    | "all-replicated"
    | "local-volume"
    | "device"
    | "no-volume"
    | "storage-unknown"
    | "replication-unknown"
    | "mapping-unknown";
  readonly text: string;
  /** `201.conf:14`, `storage.cfg:9` */
  readonly source?: string;
}

/** Something Proxmox VE would refuse to move. Only `device` changes the lane. */
export interface Pin {
  readonly key: string;
  readonly kind: "device" | "medium" | "rule";
  readonly text: string;
  /** False when it rests on a fact that could not be read (a mapping file): it may turn out to be no pin. */
  readonly certain: boolean;
}

export type GuestOs = "linux" | "windows" | "other";

export interface Quadrant {
  readonly role: "generalized" | "specialty";
  readonly os: GuestOs;
}

export interface ResolvedGuest {
  readonly cluster: ResolvedCluster;
  readonly vmid: number;
  /** As Proxmox VE shows it; `VM <vmid>` when the config has none. */
  readonly name: string;
  readonly node: string | null;
  /** The node it is on; undefined for a bare folder. */
  readonly onNode: ResolvedNode | undefined;
  readonly conf: GuestReading;
  /** File name for evidence: `201.conf`. */
  readonly file: string;
  /** The value in force of an option of the judged section, or undefined when it is absent. */
  readonly option: (key: string) => string | undefined;
  /** `201.conf:14`; `201.conf` where the lines at hand are not those of the file. */
  readonly at: (line: number) => string;
  /** `201.conf:14` for a written option, `201.conf` for an absent one. */
  readonly sourceOf: (key: string) => string;
  readonly template: boolean;
  readonly tags: readonly string[];
  /** What was declared of it, by tag or policy file. */
  readonly intents: Intents;
  readonly quadrant: Quadrant;
  /** Version of `machine`; see `MachineVersion`. */
  readonly machine: MachineVersion;
  readonly lane: Lane;
  readonly laneReasons: readonly LaneReason[];
  readonly pinned: readonly Pin[];
  /** Whether a pin of kind `device` exists. Unknown when one rests on a mapping that could not be read. */
  readonly devicePinned: Fact<boolean>;
  readonly ha: Fact<HaPlacement | null>;
  readonly replication: Fact<readonly ReplicationJob[]>;
  /** What only its live process, its agent and its node's job list can tell. */
  readonly live: LiveFacts;
  readonly drives: readonly ResolvedDrive[];
  readonly volumes: readonly OtherVolume[];
  readonly unreadable: readonly UnreadableDrive[];
  /** The same guest once its pending changes are in force; undefined when nothing is pending. */
  readonly afterPending: ResolvedGuest | undefined;
}

/** The machine version QEMU gets (qemu-server QemuServer/Machine.pm, 9.2.6). */
export interface MachineVersion {
  readonly major: number;
  readonly minor: number;
  readonly origin: "configured" | "default";
  readonly because: string;
  /** False when it follows the installed QEMU, whose version is not known and was taken to be the newest. */
  readonly certain: boolean;
}

export interface LiveFacts {
  readonly running: Fact<boolean>;
  readonly agent: Fact<AgentAnswer>;
  /** What its agent told of the system inside; absent: it was not asked. No rule looks at it. */
  readonly inside?: GuestInside;
  /** Of the guest's own jobs. */
  readonly replicationStates: Fact<readonly ReplicationState[]>;
}

/** HA as the resource and its rules say. null instead of this: not HA-managed. */
export interface HaPlacement {
  readonly state: string;
  /** Nodes HA may use: a strict node-affinity rule or a restricted group; undefined: any. */
  readonly nodes: ReadonlySet<string> | undefined;
  readonly source: string;
}

export interface ReplicationJob {
  readonly id: string;
  readonly target: string;
  readonly schedule: string;
  readonly enabled: boolean;
  readonly source: string;
}

/** What carries a file-backed volume, as far as findmnt tells. */
export type FileSystem =
  | {
      readonly kind: "zfs";
      readonly dataset: string;
      readonly direct: Fact<string | null>;
      readonly recordsize: Fact<number>;
    }
  | { readonly kind: "btrfs"; readonly nocow: Fact<boolean> }
  | { readonly kind: "bcachefs" }
  | { readonly kind: "network" }
  | { readonly kind: "plain"; readonly name: string };

/** A data drive: ide, sata, scsi or virtio, neither CD-ROM nor cloud-init. */
export interface ResolvedDrive {
  readonly guest: ResolvedGuest;
  /** What was declared of its guest, and of this drive alone. */
  readonly intents: Intents;
  readonly key: string;
  readonly bus: Bus;
  readonly index: number;
  /** The drive string as written. */
  readonly text: string;
  /** `201.conf:14` */
  readonly source: string;
  /** Parsed keys without the volume, as Proxmox VE would print them. */
  readonly options: Readonly<Record<string, string>>;
  readonly volume: Volume;
  /** undefined: an absolute path, or a storage that is not defined (then `shared` is unknown). */
  readonly storage: ResolvedStorage | undefined;
  readonly shared: Fact<boolean>;
  readonly backing: Backing;
  /** How QEMU opens it; unknown when the storage is not defined. */
  readonly driver: Fact<BlockDriver>;
  /** For a volume that is a file: what it lies on. null: not a file. */
  readonly fileSystem: Fact<FileSystem | null>;
  /** Whether the bytes end up on this node's ZFS: a zvol, or a file on a dataset. */
  readonly onZfs: Fact<boolean>;
  /** Covered by an enabled replication job of its guest. */
  readonly replicated: Fact<boolean>;
  readonly medium: Fact<Medium>;
  /** By volume name and storage, never by `format=`. */
  readonly format: string;
  /** What nobody wrote comes from here; with an unknown version, the newest known defaults. */
  readonly defaults: StorageDefaults;
  /** Settings in force; unknown when the storage is not defined: its type decides the defaults. */
  readonly settings: Fact<DriveSettings>;
}

export type VolumeRole = "efi" | "tpm" | "cloudinit" | "cdrom" | "unused" | "snapshot" | "pending";

/** A volume of a guest that no drive rule judges. */
export interface OtherVolume {
  readonly key: string;
  readonly text: string;
  readonly volume: Volume;
  readonly role: VolumeRole;
  readonly storage: ResolvedStorage | undefined;
  readonly shared: Fact<boolean>;
  readonly replicated: Fact<boolean>;
  readonly source: string;
}

/** A drive line that Proxmox VE refuses, and therefore skips silently. */
export interface UnreadableDrive {
  readonly guest: ResolvedGuest;
  readonly key: string;
  readonly value: string;
  readonly reason: string;
  readonly source: string;
}

/** Properties of a zvol from `zfs get`; sizes in bytes. undefined: that ZFS did not answer it. */
export interface ZvolProperties {
  readonly dataset: string;
  readonly volblocksize: number | undefined;
  readonly volsize: number | undefined;
  /** 0: thin. */
  readonly refreservation: number | undefined;
}

export interface VolumeUse {
  readonly guest: ResolvedGuest;
  readonly key: string;
  readonly role: "drive" | VolumeRole;
  readonly drive: ResolvedDrive | undefined;
  readonly source: string;
}

/** One volume, LUN or physical disk, with every guest line that names it. */
export interface ResolvedVolume {
  readonly cluster: ResolvedCluster;
  /** The volume id or absolute path, without a linked clone's base. */
  readonly volid: string;
  readonly storage: ResolvedStorage | undefined;
  /** Set for a volume that exists per node. */
  readonly node: string | null;
  readonly uses: readonly [VolumeUse, ...VolumeUse[]];
  /** null: not a zvol. */
  readonly zvol: Fact<ZvolProperties | null>;
  /** The vdevs of the zvol's pool; null: not a zvol. */
  readonly vdevs: Fact<readonly Vdev[] | null>;
}
