import type { Missing } from "./fact.ts";

/**
 * A step on the way from a guest's line down to the physical disks, with what it stands on. What could not be read ends
 * the way there, by name.
 */
export interface TopologyHop {
  readonly kind:
    | "volume"
    | "zvol"
    | "file"
    | "logical-volume"
    | "image"
    | "lun"
    | "thin-pool"
    | "volume-group"
    | "dataset"
    | "file-system"
    | "device"
    | "pool"
    | "vdev"
    | "disk"
    | "target"
    | "export";
  /** `rpool/data/vm-201-disk-0`, `vg_san`, `nvme0n1`; of a vdev its kind: `mirror`, `raidz2`, `log mirror`. */
  readonly name: string;
  /** What else is known of it, in a few words: `SSD`, `KIOXIA KXG80ZNV1T02`, `2 % full`. */
  readonly says?: readonly string[];
  /** What below it could not be read. */
  readonly missing?: readonly Missing[];
  readonly below: readonly TopologyHop[];
}
