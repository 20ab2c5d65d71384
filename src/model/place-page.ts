import type { Aio, CacheMode, Medium } from "./drive.ts";
import type { Missing } from "./fact.ts";
import type { PageBackups } from "./guest-page.ts";
import type { Severity } from "./outcome.ts";
import type { TopologyHop } from "./topology.ts";

/** What `show` tells of a storage, a pool or a node. Sizes in bytes; null: not known, or there is none. */

/** A guest on it, with the lines that are there and the worst that was found of them. */
export interface PageGuest {
  readonly vmid: number;
  readonly name: string;
  readonly node: string | null;
  readonly keys: readonly string[];
  readonly worst: Severity | null;
}

export interface PageDisk {
  /** As the vdev or lsblk names it. */
  readonly path: string;
  /** The physical disk below; null: lsblk was not read, or does not show it. */
  readonly disk: string | null;
  readonly model: string | null;
  readonly medium: Medium | "unknown";
  readonly size: number | null;
  readonly transport: string | null;
  /** Power-loss protection by the table or a declaration; null: neither knows the model. */
  readonly plp: boolean | null;
}

export interface StoragePage {
  readonly id: string;
  readonly type: string;
  /** `storage.cfg:9` */
  readonly source: string;
  readonly enabled: boolean;
  /** null: every node. */
  readonly nodes: readonly string[] | null;
  readonly content: readonly string[];
  readonly shared: boolean;
  /** Whether what lies below proves the claim to be shared. `none`: no claim, or its type shares by itself. */
  readonly proof: { readonly kind: "none" | "proven" | "disproven" | "open"; readonly text: string };
  /** What else storage.cfg says that decides about volumes: sparse, blocksize, krbd … */
  readonly options: Readonly<Record<string, string>>;
  readonly places: readonly StoragePlace[];
  /** The jobs that write to it, or keep their fleecing images on it; null: nobody asked for jobs. */
  readonly backups: PageBackups | null;
  readonly guests: readonly PageGuest[];
}

/** The storage on one node that may use it. */
export interface StoragePlace {
  readonly node: string;
  readonly topology: readonly TopologyHop[];
  readonly usage: { readonly active: boolean; readonly total: number; readonly used: number } | null;
  readonly medium: Medium | "unknown";
  /** What a new scsi drive without a word about it gets; null: the type is not ours. */
  readonly defaults: NewDriveDefaults | null;
}

export interface NewDriveDefaults {
  readonly cache: { readonly value: CacheMode; readonly because: string };
  readonly aio: { readonly value: Aio | null; readonly because: string };
  /** No version was read, so the newest known are assumed. */
  readonly assumed: boolean;
}

export interface PoolPage {
  readonly name: string;
  readonly node: string;
  /** null: zpool status was not read. */
  readonly state: string | null;
  readonly status: string | null;
  readonly dataErrors: boolean | null;
  readonly size: number | null;
  /** Percent that is allocated. */
  readonly capacity: number | null;
  /** UTC, ISO 8601; `never`; null: not known. */
  readonly lastScrub: string | null;
  readonly medium: Medium | "unknown";
  readonly vdevs: readonly {
    readonly role: string;
    readonly kind: string;
    /** From the vdev itself. */
    readonly ashift: number | null;
    readonly disks: readonly PageDisk[];
  }[];
  /** autotrim of the pool; the rest of its root dataset. */
  readonly properties: Readonly<Record<string, string | null>>;
  /** What surely trims it; null: not known. */
  readonly trim: readonly { readonly kind: "timer" | "cron"; readonly source: string }[] | null;
  readonly storages: readonly string[];
  readonly guests: readonly PageGuest[];
  readonly missing: readonly Missing[];
}

export interface NodePage {
  readonly name: string;
  /** null: not known. */
  readonly versions: Readonly<Record<string, string | null>>;
  readonly memory: number | null;
  /** Of all guests that are no templates. */
  readonly promised: number;
  readonly arc: { readonly size: number; readonly cap: number; readonly arcMax: number | null } | null;
  readonly pools: readonly {
    readonly name: string;
    readonly state: string | null;
    readonly size: number | null;
    readonly capacity: number | null;
    readonly medium: Medium | "unknown";
    readonly worst: Severity | null;
  }[];
  /** null: lsblk was not read. */
  readonly disks: readonly (PageDisk & { readonly carries: readonly string[] })[] | null;
  readonly storages: readonly {
    readonly id: string;
    readonly type: string;
    readonly shared: boolean;
    readonly usage: StoragePlace["usage"];
    readonly worst: Severity | null;
  }[];
  readonly guests: readonly PageGuest[];
  readonly containers: number;
  readonly missing: readonly Missing[];
}
