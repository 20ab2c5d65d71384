import type { Finding } from "../model/audit-report.ts";
import type { Remedy } from "../model/change.ts";
import { compareNaturally } from "../model/natural-order.ts";
import { compareSeverity } from "../model/outcome.ts";
import type { ResolvedGuest } from "../model/resolved.ts";
import { remedyReports } from "./commands.ts";
import type { Failure, Judgements } from "./judge.ts";
import { findingId } from "./subject.ts";
import type { Waivers } from "./waivers.ts";

/** Findings of now, worst first; marked where a pending change clears one, or is the only cause. */
export function findingsOf(
  now: Judgements,
  later: Judgements,
  guests: readonly ResolvedGuest[],
  waivers: Waivers,
): { readonly findings: readonly Finding[]; readonly remedies: ReadonlyMap<string, Remedy> } {
  const waiting = new Set(
    guests.filter(({ afterPending }) => afterPending !== undefined).map(({ vmid }) => vmid),
  );
  const keyOf = (failure: Failure): string => findingId(failure.rule, failure.subject);
  // What pending leaves open is not cleared by it.
  const open = later.open.map(({ rule, subject }) => findingId(rule, subject));
  const laterKeys = new Set([...later.failures.map(keyOf), ...open]);
  const nowKeys = new Set(
    now.failures.filter(({ guest }) => guest !== undefined && waiting.has(guest.vmid)).map(keyOf),
  );
  const onlyLater = new Set(later.failures.filter((failure) => !nowKeys.has(keyOf(failure))));
  const ordered = [...now.failures, ...onlyLater].sort(compareFailures);
  // What is waived is left as it is: its share is in no command but its own.
  const active = remedyReports(ordered.filter((failure) => waivers.of(failure) === undefined));
  const whole = active.size === ordered.length ? active : remedyReports(ordered);
  const findings = ordered.map((failure): Finding => {
    const { rule, severity, subject, message, evidence } = failure;
    const id = keyOf(failure);
    const cleared =
      failure.subject.vmid !== undefined && waiting.has(failure.subject.vmid) && !laterKeys.has(id);
    const remedy = active.get(failure) ??
      whole.get(failure) ?? { kind: "none", changes: [], commands: [], risks: [] };
    return {
      id,
      rule,
      severity,
      subject,
      message,
      evidence,
      remedy,
      ...waiverReport(waivers, failure),
      ...(cleared ? { clearedByPending: true as const } : {}),
      ...(onlyLater.has(failure) ? { pendingOnly: true as const } : {}),
    };
  });
  return { findings, remedies: new Map(ordered.map((failure) => [keyOf(failure), failure.remedy])) };
}

function waiverReport(waivers: Waivers, failure: Failure): Pick<Finding, "waiver"> {
  const waiver = waivers.of(failure);
  if (waiver === undefined) return {};
  const { reason, by, until } = waiver;
  return { waiver: { reason, by, until } };
}

/** Severity, then the rule's rank, then the subject: what every clone inherits before the rest. */
function compareFailures(a: Failure, b: Failure): number {
  return (
    compareSeverity(a.severity, b.severity) ||
    a.rank - b.rank ||
    Number(isInherited(b.guest)) - Number(isInherited(a.guest)) ||
    (a.guest?.vmid ?? 0) - (b.guest?.vmid ?? 0) ||
    compareNaturally(placeOf(a), placeOf(b))
  );
}

function isInherited(guest: ResolvedGuest | undefined): boolean {
  return guest !== undefined && (guest.template || guest.intents.has("golden"));
}

function placeOf({ subject }: Failure): string {
  const { drive, volume, storage, pool, node, waiver } = subject;
  return drive ?? volume ?? waiver ?? [storage, node, pool].filter((part) => part !== undefined).join(" ");
}
