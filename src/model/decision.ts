import type { Finding, OpenJudgement } from "./audit-report.ts";
import type { Command } from "./change.ts";
import type { Aio, CacheMode } from "./drive.ts";
import type { ChecklistItem } from "./guest-checklist.ts";
import type { GuestIntent } from "./intent.ts";
import type { Lane, Quadrant } from "./resolved.ts";

/** What a new guest should look like: what is asked, what is decided, and the shape of `decide --format json`. */

/** Can it move: live or by HA; by failover to a replica; not at all. */
export const mobilities = ["mobile", "failover", "pinned"] as const;
export type Mobility = (typeof mobilities)[number];

export const newGuestSystems = ["linux", "windows"] as const;
export const guestRoles = ["generalized", "specialty"] as const;

/** What a person says of the guest they want. */
export interface Wish {
  readonly mobility: Mobility;
  readonly os: (typeof newGuestSystems)[number];
  readonly role: Quadrant["role"];
  readonly intents: readonly GuestIntent[];
  /** A PCI address (`0000:81:00`) or the id of a mapping; undefined: none is passed through. */
  readonly device: string | undefined;
  readonly name: string | undefined;
  /** MiB. */
  readonly memory: number;
  readonly cores: number;
  /** GiB of its first disk. */
  readonly size: number;
}

/** A guest to be made. null for what only the person knows: printed as a placeholder such as `<vmid>`. */
export interface NewGuest {
  readonly vmid: number | null;
  readonly name: string | null;
  readonly node: string | null;
  readonly storage: string | null;
  readonly ostype: "l26" | "win11";
  /** MiB. */
  readonly memory: number;
  readonly cores: number;
  readonly cpu: string;
  /** False: `balloon: 0`. */
  readonly balloon: boolean;
  readonly scsihw: string;
  /** OVMF with an EFI disk, a TPM 2.0 and q35. */
  readonly firmware: boolean;
  /** The value of hostpci0. */
  readonly device: string | null;
  readonly tags: readonly string[];
  readonly drive: NewDrive;
  /** `target` null: some other node. */
  readonly replication: { readonly target: string | null; readonly schedule: string } | null;
}

/** Its scsi0. null: the key is left out, and Proxmox VE decides. */
export interface NewDrive {
  /** GiB. */
  readonly size: number;
  readonly format: "raw" | "qcow2";
  readonly cache: CacheMode | null;
  readonly aio: Aio | null;
  readonly ssd: boolean;
  /** What is in force then, for tools that write every key. aio null: the block driver has none. */
  readonly inForce: { readonly cache: CacheMode; readonly aio: Aio | null };
}

export interface DecidedSetting {
  readonly key: string;
  /** null: left out on purpose. */
  readonly value: string | null;
  /** Of what is left out: what Proxmox VE makes of that; null: it does not apply. */
  readonly inForce?: string | null;
  readonly why: string;
  readonly source: "article" | "source" | "both" | "ours" | "policy";
}

/** One request to the API of Proxmox VE, below /api2/json. */
export interface ApiRequest {
  readonly method: "POST";
  readonly path: string;
  readonly body: Readonly<Record<string, string | number>>;
}

/** How a storage of the cluster suits the guest. `unwise` can be had by naming it; `impossible` cannot. */
export interface StorageChoice {
  readonly id: string;
  readonly type: string;
  readonly verdict: "fits" | "unwise" | "impossible";
  /** Why not; of one that fits, what to know. */
  readonly reasons: readonly string[];
}

/** `decide` */
export interface DecideOutput {
  readonly schema: "lanekeeper/decide/1";
  readonly lane: Lane;
  readonly quadrant: Quadrant;
  /** `id` and `node` null: no cluster was given. */
  readonly storage: { readonly id: string | null; readonly type: string; readonly node: string | null };
  readonly settings: readonly DecidedSetting[];
  readonly commands: readonly Command[];
  /** The same for a guest that is there already; what stands in <> is put in. */
  readonly setCommands: readonly Command[];
  /** HCL for the provider bpg/proxmox. */
  readonly terraform: string;
  /** Tasks for the collection community.proxmox. */
  readonly ansible: string;
  readonly api: readonly ApiRequest[];
  readonly checklist: readonly ChecklistItem[];
  /** What our own audit says of the guest once it is made so. */
  readonly findings: readonly Finding[];
  /** What could not be told of the place. */
  readonly open: readonly OpenJudgement[];
  readonly notes: readonly string[];
  /** The storages of the cluster, the best first. Absent: no cluster was given. */
  readonly storages?: readonly StorageChoice[];
}
