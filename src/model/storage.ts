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

/** A section of storage.cfg as Proxmox VE reads it. Properties that are bare keys read "1". */
export interface StorageEntry {
  readonly id: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, string>>;
  /** 1-based line of the header in storage.cfg; absent for the `local` that Proxmox VE adds by itself. */
  readonly line?: number;
}
