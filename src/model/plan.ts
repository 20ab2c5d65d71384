import type { Safety, TakesEffect } from "./change.ts";
import type { Severity } from "./outcome.ts";

/** What would be changed, in the order it would be done: a file to read, and the only thing `apply` carries out. */
export interface Plan {
  readonly schema: "lanekeeper/plan/1";
  readonly tool: { readonly name: string; readonly version: string };
  /** UTC, ISO 8601. */
  readonly createdAt: string;
  readonly cluster: { readonly id: string; readonly name: string };
  /** What it was made from. `takenAt`: UTC, ISO 8601; `--max-age` counts from it. */
  readonly snapshot: {
    readonly takenAt: string;
    readonly sources: readonly string[];
    readonly sha256: string;
  };
  /** Worst first; templates before their clones. */
  readonly steps: readonly GuestStep[];
  /** Applied only with --host-steps. */
  readonly hostSteps: readonly HostStep[];
  readonly manual: readonly ManualStep[];
  /** What was left out, by name, and why. */
  readonly refused: readonly Refusal[];
  readonly prediction: Prediction;
}

/** One option of one guest, written by one call. */
export interface GuestStep {
  /** `201-scsi0`: names the step on the command line and in the journal. */
  readonly id: string;
  readonly vmid: number;
  readonly name: string;
  /** Where it was when the plan was made; it may have moved since. */
  readonly node: string;
  /** SHA-1 of its config when the plan was made: Proxmox VE's digest. */
  readonly digest: string;
  readonly option: string;
  /** The whole value as it is written, the pending one where there is one; null: absent. */
  readonly from: string | null;
  /** The whole value to write, without `size=`; null: the option is deleted. */
  readonly to: string | null;
  /** What differs between them. For a drive its keys, else the option itself. */
  readonly changes: readonly {
    readonly key: string;
    readonly from: string | null;
    readonly to: string | null;
  }[];
  /** Findings it helps to clear, alone or with other steps; only those that the predicted audit no longer has. */
  readonly clears: readonly FindingRef[];
  readonly safety: Safety;
  readonly takesEffect: TakesEffect;
  readonly risks: readonly string[];
  /** What a person does before or after it: drivers, a test boot. */
  readonly byHand?: readonly string[];
  /** Ids of host steps that have to be in force before: without them this one would do harm, and is not written. */
  readonly needs?: readonly string[];
  /** `qm set 201 --scsi0 …` */
  readonly argv: readonly string[];
}

/** A property of a dataset, a storage or a node, with what undoes it. */
export interface HostStep {
  readonly id: string;
  /** Where it runs. */
  readonly node: string;
  readonly argv: readonly [string, ...string[]];
  readonly inverse: readonly [string, ...string[]];
  /** Prints the present value alone, so that it can be compared with `from` before and with `to` after. */
  readonly read: readonly [string, ...string[]];
  /** What `read` prints before, without the line break; null: nothing, or the `-` of zfs. */
  readonly from: string | null;
  /** What `read` prints afterwards, which may be another word than the command's: 0 for `refreservation=none`. */
  readonly to: string;
  readonly clears: readonly FindingRef[];
  readonly safety: Safety;
  readonly takesEffect?: TakesEffect;
  readonly risks: readonly string[];
  readonly byHand?: readonly string[];
}

export interface ManualStep {
  readonly finding: FindingRef;
  readonly message: string;
  readonly steps: readonly string[];
  readonly commands: readonly { readonly argv: readonly string[]; readonly node?: string }[];
}

export interface Refusal {
  readonly finding: FindingRef;
  readonly reason: string;
}

export interface FindingRef {
  readonly id: string;
  readonly rule: string;
  readonly severity: Severity;
  /** `201 app-01 scsi0` */
  readonly place: string;
}

/** What an audit of the cluster after the plan would say, against the one before. */
export interface Prediction {
  readonly cleared: readonly FindingRef[];
  /** What it costs: findings that only the plan brings. */
  readonly added: readonly FindingRef[];
  readonly counts: Readonly<Record<"before" | "after", Readonly<Record<Severity, number>>>>;
}
