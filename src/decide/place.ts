import type { ResolvedDrive } from "../model/resolved.ts";

/** Where the first disk of a new guest would lie: a drive resolved as if it and the guest's device were there already. */
export interface Place {
  readonly drive: ResolvedDrive;
  /** The other nodes that have the storage. undefined: nobody knows which nodes there are. */
  readonly elsewhere: readonly string[] | undefined;
}

/** Types on which Proxmox VE makes volumes for guests by itself (pve-storage plugins, 9.1.7). */
export const newDiskTypes = [
  "zfspool",
  "lvmthin",
  "lvm",
  "rbd",
  "zfs",
  "nfs",
  "dir",
  "cifs",
  "btrfs",
] as const;

export type NewDiskType = (typeof newDiskTypes)[number];

export function isNewDiskType(type: string): type is NewDiskType {
  return newDiskTypes.some((known) => known === type);
}
