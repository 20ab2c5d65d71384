import type { Dataset, Pool } from "./cluster.ts";
import type { Medium } from "./drive.ts";
import type { Fact } from "./fact.ts";
import type { ResolvedCluster, ResolvedNode, ResolvedStorage, ResolvedVolume } from "./resolved.ts";

/** A pool of a node: one that zpool lists, or one that a zfspool storage of the node names (its facts unknown then). */
export interface ResolvedPool {
  readonly cluster: ResolvedCluster;
  readonly node: ResolvedNode;
  readonly name: string;
  readonly facts: Fact<Pool>;
  /** The root dataset and all below it, with the properties `zfs get` answered. */
  readonly datasets: Fact<readonly Dataset[]>;
  /** Of the vdevs that hold data. */
  readonly medium: Fact<Medium>;
  /** zfspool storages on it that this node may use. */
  readonly storages: readonly ResolvedStorage[];
  /** Guest volumes on it: zvols, and files on its datasets. */
  readonly volumes: readonly ResolvedVolume[];
}

/** A storage for the rules about storages. `node` null: what storage.cfg says, the same on every node. */
export interface StorageSubject {
  readonly cluster: ResolvedCluster;
  readonly storage: ResolvedStorage;
  readonly node: ResolvedNode | null;
  /** Guest volumes on it; with a node, those of that node's guests. */
  readonly volumes: readonly ResolvedVolume[];
}
