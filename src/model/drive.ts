const buses = ["ide", "sata", "scsi", "virtio"] as const;
export type Bus = (typeof buses)[number];

export type CacheMode = "none" | "writethrough" | "writeback" | "unsafe" | "directsync";
export type Aio = "io_uring" | "native" | "threads";
type Discard = "unmap" | "ignore";
type DetectZeroes = "on" | "off" | "unmap";
export type Medium = "ssd" | "hdd";

/** What carries a drive's bytes. `qcow2-lv` is a qcow2 volume inside a logical volume (volume chain). */
export type Backing =
  | "zvol"
  | "dataset-file"
  | "file"
  | "thick-lv"
  | "thin-lv"
  | "qcow2-lv"
  | "rbd"
  | "krbd"
  | "lun"
  | "iscsi"
  | "path"
  | "unknown";

/**
 * A setting in force, and who decided it. `configured`: the config says so. `default`: nobody wrote it, Proxmox VE
 * decides. `ignored`: it is written and has no effect.
 */
export interface Setting<T> {
  readonly value: T;
  readonly origin: "configured" | "default" | "ignored";
  /** One clause: why this value. */
  readonly because: string;
}

/** The settings in force on a drive; `null` where a setting does not apply. */
export interface DriveSettings {
  readonly cache: Setting<CacheMode>;
  /** O_DIRECT: the host's page cache is bypassed. */
  readonly direct: Setting<boolean>;
  /** The guest's flushes are thrown away. */
  readonly noFlush: Setting<boolean>;
  /** The write cache the guest sees; null on machine < 10, where Proxmox VE sends none. */
  readonly writeCache: Setting<"on" | "off" | null>;
  /** null where the block driver has no aio (librbd, libiscsi from machine 10). */
  readonly aio: Setting<Aio | null>;
  readonly discard: Setting<Discard>;
  readonly detectZeroes: Setting<DetectZeroes>;
  /** null on ide and sata; false where it is written and ignored. */
  readonly iothread: Setting<boolean | null>;
  /** As the guest sees it; null on virtio, which cannot say. */
  readonly ssd: Setting<boolean | null>;
}

/** What Proxmox VE decides where nobody wrote a key, and one clause of why. */
export interface Default<T> {
  readonly value: T;
  readonly because: string;
}

/** The defaults of every drive on one storage of one node. */
export interface StorageDefaults {
  /** O_DIRECT where `cache` is absent. */
  readonly direct: Default<boolean>;
  /** aio where the key is absent, by what the cache mode is. */
  readonly aio: { readonly direct: Default<Aio>; readonly buffered: Default<Aio> };
}

/** The host block driver QEMU opens the volume with. Only the first two know aio from machine 10 on. */
export type BlockDriver = "file" | "host_device" | "rbd" | "iscsi";
