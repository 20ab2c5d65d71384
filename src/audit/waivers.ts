import type { SubjectRef } from "../model/audit-report.ts";
import type { Policy, Waiver } from "../model/policy.ts";
import type { ResolvedCluster, ResolvedGuest } from "../model/resolved.ts";
import type { Failure, Judgements } from "./judge.ts";
import { holdsAt, placesIn } from "./places.ts";

/** The waivers of a policy on a day. */
export interface Waivers {
  /** The waiver of a failure, if one holds; of several the one that ends last. */
  readonly of: (failure: Pick<Failure, "rule" | "subject" | "guest">) => Waiver | undefined;
  readonly expired: readonly Waiver[];
  /** Those in force that cover no failure, and nothing that is merely open. */
  readonly unmatched: (all: readonly Pick<Judgements, "failures" | "open">[]) => readonly Waiver[];
}

export function waiversOn(day: string, policy: Policy, cluster: ResolvedCluster): Waivers {
  const expired = policy.waivers.filter(({ until }) => until < day);
  const inForce = policy.waivers.filter(({ until }) => until >= day);
  const byRule = new Map<string, Waiver[]>();
  for (const waiver of [...inForce].sort((a, b) => (a.until < b.until ? 1 : -1)))
    byRule.set(waiver.rule, [...(byRule.get(waiver.rule) ?? []), waiver]);
  // Looking subjects up costs an index of all guests, which most policies have no use for.
  const placesOf = byRule.size === 0 ? undefined : placesIn(cluster);
  const matching = (rule: string, subject: SubjectRef, guest?: ResolvedGuest): readonly Waiver[] => {
    const candidates = byRule.get(rule);
    if (candidates === undefined || placesOf === undefined) return [];
    const places = placesOf(subject, guest);
    return candidates.filter(({ where }) => holdsAt(where, places));
  };
  return {
    of: ({ rule, subject, guest }) => matching(rule, subject, guest)[0],
    expired,
    unmatched(all) {
      const failures = all.flatMap((judgements) => judgements.failures);
      const matched = new Set([
        ...failures.flatMap(({ rule, subject, guest }) => matching(rule, subject, guest)),
        ...all.flatMap(({ open }) => open.flatMap(({ rule, subject }) => matching(rule, subject))),
      ]);
      return inForce.filter((waiver) => !matched.has(waiver));
    },
  };
}
