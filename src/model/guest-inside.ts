/**
 * What `--inside` read of a guest: what its agent told of the system inside, and its storages of its volumes. Of its files only what the checklist asks about is kept: an fstab may
 * hold passwords. An entry that is absent was not asked for.
 */
export interface GuestInside {
  readonly fileSystems?: Told<readonly GuestFileSystem[]>;
  /** The lines of /etc/fstab that switch barriers off; what is mounted otherwise is not among them. */
  readonly withoutBarriers?: Told<readonly MountLine[]>;
  /** Whether timers.target wants fstrim.timer by a link in /etc; it is false also where something else trims. */
  readonly trimTimer?: Told<boolean>;
  /** What its storages say of its volumes. */
  readonly volumes?: Told<readonly StoredVolume[]>;
}

/** A volume as its storage lists it. */
export interface StoredVolume {
  readonly volid: string;
  /** `raw`, `qcow2`, `subvol` */
  readonly format?: string;
  /** Bytes. */
  readonly size: number;
  /** What it is a clone of: `base-100-disk-0@__base__`. */
  readonly parent?: string;
}

type Told<T> = { readonly value: T } | { readonly failed: string };

/** A file system of `guest-get-fsinfo`. Sizes in bytes. */
export interface GuestFileSystem {
  /** `/`, `C:\` */
  readonly mountpoint: string;
  /** `ext4`, `NTFS` */
  readonly type: string;
  readonly total?: number;
  readonly used?: number;
  readonly disks: readonly { readonly device?: string; readonly serial?: string }[];
}

interface MountLine {
  readonly target: string;
  /** `nobarrier`, `barrier=0` */
  readonly option: string;
}
