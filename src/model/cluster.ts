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
  readonly nodes: readonly NodeSnapshot[];
  readonly guests: readonly GuestSnapshot[];
  readonly containers: readonly { readonly vmid: number; readonly node: string | null }[];
  /** Cluster-wide files by path below /etc/pve. null: looked for and not there. No entry: not looked for, or unreadable. */
  readonly files: Readonly<Partial<Record<ClusterFile, string | null>>>;
  readonly unreadable: readonly UnreadableFile[];
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
  readonly kind: "directory" | "bundle";
  /** As the person wrote it: a path, or `-`. */
  readonly name: string;
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
  /** Bytes. */
  readonly size?: number;
  readonly model?: string;
  readonly serial?: string;
  readonly transport?: string;
  readonly fstype?: string;
  /** For `zfs_member` the pool's name. */
  readonly label?: string;
  readonly mountpoints: readonly string[];
  readonly children: readonly BlockDevice[];
}

/** A pool of `zpool status`. */
export interface Pool {
  readonly name: string;
  readonly state: string;
  readonly vdevs: readonly Vdev[];
}

export interface Vdev {
  readonly role: "data" | "log" | "cache" | "special" | "dedup" | "spare";
  /** `mirror`, `raidz1` to `raidz3`, `draid1` …, or `disk` for a device that stands alone. */
  readonly kind: string;
  /** Device paths. */
  readonly devices: readonly string[];
}

/** A ZFS dataset or zvol with the properties `zfs get` answered. Values as printed with -p. */
export interface Dataset {
  readonly name: string;
  readonly properties: Readonly<Record<string, { readonly value: string; readonly source: string }>>;
}
