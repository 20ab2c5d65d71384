import type { SubjectKind } from "./audit-report.ts";
import type { FactKind, Missing } from "./fact.ts";
import type { Outcome, Severity } from "./outcome.ts";
import type { Policy } from "./policy.ts";
import type {
  ResolvedDrive,
  ResolvedGuest,
  ResolvedNode,
  ResolvedVolume,
  UnreadableDrive,
} from "./resolved.ts";
import type { ResolvedPool, StorageSubject } from "./resolved-pool.ts";

/** What a rule of each kind looks at. */
export interface Subjects {
  readonly drive: ResolvedDrive;
  readonly guest: ResolvedGuest;
  readonly volume: ResolvedVolume;
  readonly storage: StorageSubject;
  readonly pool: ResolvedPool;
  readonly node: ResolvedNode;
}

export type JudgedKind = keyof Subjects & SubjectKind;

/** A drive finding that was made before guest rules run, for rules about drive findings (guest/template-first). */
export interface DriveFailure {
  readonly rule: string;
  readonly drive: string;
  readonly severity: Severity;
}

/** A rule: pure, total, sees resolved values only. Its folder and file name are its id, its page and its tests. */
export interface Rule<K extends JudgedKind = JudgedKind> {
  readonly id: `${K}/${string}` | OwnRuleId;
  readonly subject: K;
  /** The worst severity it gives, unless a case says otherwise. */
  readonly severity: Severity;
  /** The first line of its page: what fails, in one clause. */
  readonly summary: string;
  /** The facts a verdict may rest on. */
  readonly needs: readonly FactKind[];
  /** For storages: judged on every node that may use it, because what it looks at differs there. */
  readonly perNode?: boolean;
  check(
    subject: Subjects[K],
    policy: Policy,
    driveFailures: readonly DriveFailure[],
    /** What was missing where drive rules of the same guest stayed open, but for what only a person can say. */
    driveGaps?: readonly Missing[],
  ): Outcome;
}

/** The one rule about lines that are no drives: it sees what the config parser refused. */
export interface UnreadableRule {
  readonly id: "drive/unreadable";
  readonly subject: "unreadable";
  readonly severity: Severity;
  readonly summary: string;
  readonly needs: readonly FactKind[];
  check(subject: UnreadableDrive): Outcome;
}

/** A rule that a site wrote itself, in its policy file. */
type OwnRuleId = `custom/${string}`;

/** An own rule as it stands in the policy file; `when`, `fails` and what is in braces in `message` are CEL. */
export interface OwnRuleText {
  readonly id: OwnRuleId;
  readonly subject: JudgedKind;
  readonly severity: Severity;
  /** Where it applies; absent: everywhere. */
  readonly when?: string;
  readonly fails: string;
  readonly message: string;
  readonly why?: string;
  readonly remedy?: string;
  /** `lanekeeper.yaml:12` */
  readonly source: string;
}

/** An own rule, compiled: the same to whoever runs rules. */
export interface OwnRule<K extends JudgedKind = JudgedKind> extends Rule<K> {
  readonly written: OwnRuleText;
}

export type AnyOwnRule = { readonly [K in JudgedKind]: OwnRule<K> }[JudgedKind];

export type AnyRule = { readonly [K in JudgedKind]: Rule<K> }[JudgedKind] | UnreadableRule;
