import type { OpenJudgement, SubjectRef } from "../model/audit-report.ts";
import type { Remedy } from "../model/change.ts";
import type { Missing } from "../model/fact.ts";
import { type Evidence, type Outcome, pass, type Severity } from "../model/outcome.ts";
import type { Policy } from "../model/policy.ts";
import type { ResolvedGuest, ResolvedVolume, UnreadableDrive } from "../model/resolved.ts";
import type { AnyRule, DriveFailure, Rule, Subjects, UnreadableRule } from "../model/rule.ts";
import { refOf, refOfUnreadable } from "./subject.ts";

/** A failed outcome with its place. */
export interface Failure {
  readonly rule: string;
  readonly rank: number;
  readonly severity: Severity;
  readonly subject: SubjectRef;
  /** Whom it concerns: for the order, and for the strings its commands edit. undefined: no guest, but what is below. */
  readonly guest: ResolvedGuest | undefined;
  readonly message: string;
  readonly evidence: readonly Evidence[];
  readonly remedy: Remedy;
}

/** What came of running rules: failures and gaps are kept, passes are only counted. */
export interface Judgements {
  readonly failures: Failure[];
  readonly open: OpenJudgement[];
  judged: number;
  due: number;
}

export const noJudgements = (): Judgements => ({ failures: [], open: [], judged: 0, due: 0 });

/** The rules of a run, by what they look at, with their rank in the list. */
export interface RuleSet {
  readonly drive: readonly Ranked<Rule<"drive">>[];
  readonly guest: readonly Ranked<Rule<"guest">>[];
  readonly volume: readonly Ranked<Rule<"volume">>[];
  readonly storage: readonly Ranked<Rule<"storage">>[];
  readonly pool: readonly Ranked<Rule<"pool">>[];
  readonly node: readonly Ranked<Rule<"node">>[];
  readonly unreadable: readonly Ranked<UnreadableRule>[];
}

interface Ranked<R> {
  readonly rule: R;
  readonly rank: number;
}

export function ruleSet(rules: readonly AnyRule[], wanted: (id: string) => boolean = () => true): RuleSet {
  const set = { drive: [], guest: [], volume: [], storage: [], pool: [], node: [], unreadable: [] } as {
    [K in keyof RuleSet]: Ranked<AnyRule>[];
  };
  rules.forEach((rule, rank) => {
    if (wanted(rule.id)) set[rule.subject].push({ rule, rank });
  });
  return set as RuleSet; // each rule was put under its own subject
}

/** Judges a guest: its drives first, because a guest rule may speak about their findings. */
export function judgeGuest(guest: ResolvedGuest, rules: RuleSet, policy: Policy, into: Judgements): void {
  const failures: DriveFailure[] = [];
  const gaps: Missing[] = [];
  for (const drive of guest.drives) {
    const subject = refOf("drive", drive);
    for (const { rule, rank } of rules.drive) {
      const outcome = rule.check(drive, policy, []);
      record(outcome, { rule: rule.id, rank, severity: rule.severity, subject, guest }, into);
      if (outcome.kind === "open" && isDue(outcome.missing)) gaps.push(...outcome.missing);
      if (outcome.kind === "fail") {
        failures.push({ rule: rule.id, drive: drive.key, severity: outcome.severity ?? rule.severity });
      }
    }
    for (const ranked of rules.unreadable) record(pass, unreadablePlace(ranked, subject, guest), into);
  }
  for (const line of guest.unreadable) judgeUnreadable(line, rules, into);
  const subject = refOf("guest", guest);
  for (const { rule, rank } of rules.guest) {
    const place = { rule: rule.id, rank, severity: rule.severity, subject, guest };
    record(rule.check(guest, policy, failures, gaps), place, into);
  }
}

function judgeUnreadable(line: UnreadableDrive, rules: RuleSet, into: Judgements): void {
  for (const ranked of rules.unreadable) {
    record(ranked.rule.check(line), unreadablePlace(ranked, refOfUnreadable(line), line.guest), into);
  }
}

function unreadablePlace(
  { rule, rank }: Ranked<UnreadableRule>,
  subject: SubjectRef,
  guest: ResolvedGuest,
): Place {
  return { rule: rule.id, rank, severity: rule.severity, subject, guest };
}

export function judgeVolume(volume: ResolvedVolume, rules: RuleSet, policy: Policy, into: Judgements): void {
  const subject = refOf("volume", volume);
  const { guest } = volume.uses[0];
  for (const { rule, rank } of rules.volume) {
    const place = { rule: rule.id, rank, severity: rule.severity, subject, guest };
    record(rule.check(volume, policy, []), place, into);
  }
}

/** Judges what lies below the guests: storages, pools and nodes. */
export function judgeBelow<K extends "storage" | "pool" | "node">(
  kind: K,
  subject: Subjects[K],
  rules: readonly Ranked<Rule<K>>[],
  policy: Policy,
  into: Judgements,
): void {
  const ref = refOf(kind, subject);
  for (const { rule, rank } of rules) {
    const place = { rule: rule.id, rank, severity: rule.severity, subject: ref, guest: undefined };
    record(rule.check(subject, policy, []), place, into);
  }
}

type Place = Pick<Failure, "rule" | "rank" | "severity" | "subject" | "guest">;

/** What only a declaration can answer is not due: coverage could never be full. */
function isDue(missing: readonly Missing[]): boolean {
  return missing.some(({ access }) => access !== "declare");
}

function record(outcome: Outcome, place: Place, into: Judgements): void {
  if (outcome.kind === "notApplicable") return;
  if (outcome.kind === "open") {
    const due = isDue(outcome.missing);
    if (due) into.due++;
    into.open.push({
      rule: place.rule,
      severity: place.severity,
      subject: place.subject,
      due,
      missing: outcome.missing,
    });
    return;
  }
  into.due++;
  into.judged++;
  if (outcome.kind === "pass") return;
  const { message, evidence, remedy, severity = place.severity } = outcome;
  into.failures.push({ ...place, severity, message, evidence, remedy });
}
