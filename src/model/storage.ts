/** Storage types that Proxmox VE always counts as shared (pve-storage Storage/Plugin.pm, 9.1.7). */
export const alwaysSharedTypes: ReadonlySet<string> = new Set([
  "iscsi",
  "nfs",
  "cifs",
  "rbd",
  "cephfs",
  "iscsidirect",
  "zfs",
  "drbd",
  "pbs",
  "glusterfs",
]);

/** Every storage type of Proxmox VE 6 to 9; any other comes from a plugin, and only that knows whether it is shared. */
export const ownTypes: ReadonlySet<string> = new Set([
  ...alwaysSharedTypes,
  "dir",
  "lvm",
  "lvmthin",
  "zfspool",
  "btrfs",
  "esxi",
]);

/** A section of storage.cfg as Proxmox VE reads it. Properties that are bare keys read "1". */
export interface StorageEntry {
  readonly id: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, string>>;
  /** 1-based line of the header in storage.cfg; absent for the `local` that Proxmox VE adds by itself. */
  readonly line?: number;
}
