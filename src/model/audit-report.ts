import type { Command, Remedy, Safety, TakesEffect } from "./change.ts";
import type { UnreadableFile } from "./cluster.ts";
import type { Backing, DriveSettings, Medium } from "./drive.ts";
import type { Missing } from "./fact.ts";
import type { Evidence, Severity } from "./outcome.ts";
import type { Lane, LaneReason, Pin, Quadrant, VolumeRole } from "./resolved.ts";

/** What an audit found: the shape of `--format json` (docs: schemas/audit-1.schema.json). Additive changes only. */
export interface AuditReport {
  readonly schema: "lanekeeper/audit/1";
  readonly tool: { readonly name: string; readonly version: string };
  /** UTC, ISO 8601. */
  readonly generatedAt: string;
  readonly sources: readonly { readonly kind: string; readonly name: string; readonly takenAt: string }[];
  /** The policy file in force, and those it builds on; null: the built-in policy. */
  readonly policy: (PolicyRef & { readonly extends?: readonly PolicyRef[] }) | null;
  readonly cluster: {
    readonly id: string;
    readonly name: string;
    readonly nodes: readonly { readonly name: string; readonly versions: Readonly<Record<string, string>> }[];
    /** Node count; null when the source does not say. */
    readonly nodeCount: number | null;
    /** What had to be assumed because no node said: `qemu-server 9.2.6`. */
    readonly assumed: readonly string[];
  };
  readonly guests: readonly GuestReport[];
  readonly findings: readonly Finding[];
  readonly open: readonly OpenJudgement[];
  readonly notJudged: readonly {
    readonly kind: "container";
    readonly vmid: number;
    readonly node: string | null;
  }[];
  readonly unreadableFiles: readonly UnreadableFile[];
  readonly contradictions: readonly string[];
  readonly coverage: { readonly judged: number; readonly due: number };
  readonly counts: Readonly<Record<Severity | "waived", number>>;
  /** Declarations that would change a verdict, if they are true. */
  readonly suggestions?: readonly Suggestion[];
}

/** A line for the policy file: `storages: san-lvm: medium: ssd`. */
export interface Suggestion {
  readonly section: "storages" | "guests";
  readonly name: string;
  readonly says: string;
  /** The missing fact it would supply. */
  readonly answers?: string;
  /** Open judgements that it would close. */
  readonly closes: number;
  /** Errors and worse that it would clear or lessen. */
  readonly clears: number;
}

export interface PolicyRef {
  readonly path: string;
  readonly sha256: string;
}

export interface GuestReport {
  readonly vmid: number;
  readonly name: string;
  readonly node: string | null;
  readonly lane: Lane;
  readonly laneReasons: readonly LaneReason[];
  readonly pinned: readonly Pin[];
  readonly quadrant: Quadrant;
  readonly template: boolean;
  /** Absent: the source does not say. */
  readonly running?: boolean;
  readonly tags: readonly string[];
  /** Effective machine version: `11.0`. */
  readonly machine: string;
  /** The machine follows the newest known QEMU, because no version was read. */
  readonly machineAssumed?: true;
  readonly scsihw: string;
  /** null: HA does not know it. Absent: ha/resources.cfg was not read. `nodes`: the only ones HA may use. */
  readonly ha?: { readonly state: string; readonly nodes?: readonly string[] } | null;
  /** Absent: replication.cfg was not read. */
  readonly replication?: readonly {
    readonly target: string;
    readonly schedule: string;
    readonly enabled: boolean;
  }[];
  /** What was declared of it, by tag or policy file. */
  readonly intents?: readonly string[];
  readonly drives: readonly DriveReport[];
  readonly volumes: readonly {
    readonly key: string;
    readonly volume: string;
    readonly role: VolumeRole;
    readonly storage: string | null;
  }[];
  readonly unreadable: readonly { readonly key: string; readonly value: string; readonly reason: string }[];
  /** Every pending key and the value it will get; null: it will be removed. */
  readonly pending?: Readonly<Record<string, string | null>>;
}

export interface DriveReport {
  readonly key: string;
  readonly volume: string;
  readonly storage: string | null;
  readonly storageType: string | null;
  readonly backing: Backing;
  readonly medium: Medium | "unknown";
  readonly format: string;
  readonly options: Readonly<Record<string, string>>;
  /** null: the storage is not defined, so what is in force is not known. */
  readonly settings: DriveSettings | null;
  readonly pending?:
    | { readonly value: string; readonly settings: DriveSettings | null }
    | { readonly delete: true };
}

/** What the policy wants of a setting. `ok` null: no opinion, or not known. */
export interface WantedSetting {
  readonly value: string;
  readonly why: string;
  readonly ok: boolean | null;
}

/** What a finding is about. Only the canonical keys are hashed; `node` of a guest is shown, never hashed. */
export interface SubjectRef {
  readonly kind: SubjectKind;
  readonly vmid?: number;
  readonly drive?: string;
  readonly volume?: string;
  readonly storage?: string;
  readonly pool?: string;
  readonly node?: string;
  /** For findings about a waiver: what it covers. */
  readonly waiver?: string;
}

const subjectKinds = ["drive", "guest", "volume", "storage", "pool", "node", "policy"] as const;
export type SubjectKind = (typeof subjectKinds)[number];

export interface Finding {
  /** Hex SHA-256 of rule and canonical subject: the same in every run. */
  readonly id: string;
  readonly rule: string;
  readonly severity: Severity;
  readonly subject: SubjectRef;
  readonly message: string;
  readonly evidence: readonly Evidence[];
  readonly remedy: RemedyReport;
  /** Somebody answers for it until a day: it neither counts under its severity nor sets the exit code. */
  readonly waiver?: { readonly reason: string; readonly by: string; readonly until: string };
  readonly clearedByPending?: true;
  readonly pendingOnly?: true;
}

/** A remedy as reported: the changes of one drive are merged into one command that all its findings carry. */
export interface RemedyReport {
  readonly kind: Remedy["kind"];
  readonly safety?: Safety;
  readonly takesEffect?: TakesEffect;
  readonly changes: readonly {
    readonly key: string;
    readonly from: string | null;
    readonly to: string | null;
  }[];
  readonly commands: readonly Command[];
  readonly gui?: string;
  readonly steps?: readonly string[];
  readonly risks: readonly string[];
}

export interface OpenJudgement {
  readonly rule: string;
  /** The worst the rule would give. */
  readonly severity: Severity;
  readonly subject: SubjectRef;
  /** False where only a declaration or guest exec can answer. */
  readonly due: boolean;
  readonly missing: readonly Missing[];
}
