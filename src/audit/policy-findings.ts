import type { Severity } from "../model/outcome.ts";
import type { Waiver } from "../model/policy.ts";
import { ruleList } from "../rules/index.ts";
import type { Failure, Judgements } from "./judge.ts";
import type { Waivers } from "./waivers.ts";

/** Findings about the policy file itself: no rule of a folder makes them, and they are not part of coverage. */
const waiverRules = ["policy/waiver-expired", "policy/waiver-unmatched"] as const;

/** Every rule id that a policy may name. */
export const policyRules: readonly string[] = [...ruleList.map(({ id }) => id), ...waiverRules];

const severity: Severity = "warning";

export interface Scope {
  /** Which rules were run. */
  readonly rules: (id: string) => boolean;
  /** Whether every guest was judged: else a waiver may only seem to match nothing. */
  readonly complete: boolean;
}

export function waiverFailures(
  waivers: Waivers,
  judgements: readonly Pick<Judgements, "failures" | "open">[],
  { rules, complete }: Scope,
): readonly Failure[] {
  if (!complete) return [];
  const [expired, unmatched] = waiverRules;
  return [
    ...(rules(expired) ? waivers.expired.map(expiredFailure) : []),
    ...(rules(unmatched)
      ? waivers
          .unmatched(judgements)
          .filter(({ rule }) => rules(rule))
          .map(unmatchedFailure)
      : []),
  ];
}

function expiredFailure(waiver: Waiver): Failure {
  const message = `its last day was ${waiver.until}; what it covered counts again`;
  return failure(waiverRules[0], waiver, message, [
    "repair what it covered, or agree on a new day",
    `then take the waiver out, or change its until: ${waiver.source}`,
  ]);
}

function unmatchedFailure(waiver: Waiver): Failure {
  return failure(waiverRules[1], waiver, "nothing fails there any more that it could cover", [
    `take the waiver out, or correct its where: ${waiver.source}`,
  ]);
}

function failure(
  rule: string,
  waiver: Waiver,
  message: string,
  steps: readonly [string, ...string[]],
): Failure {
  const { reason, by, until, source } = waiver;
  return {
    rule,
    rank: policyRules.indexOf(rule),
    severity,
    subject: { kind: "policy", waiver: waiverName(waiver) },
    guest: undefined,
    message,
    evidence: [
      { fact: "waiver", value: `${reason} (${by})`, source },
      { fact: "until", value: until, source },
    ],
    remedy: { kind: "manual", steps, risks: [] },
  };
}

/** What it covers: the same in every run, wherever in the file it stands. `drive/iothread-off drive=scsi2 vmid=701` */
function waiverName({ rule, where }: Waiver): string {
  return [
    rule,
    ...Object.entries(where)
      .map(([key, pattern]) => `${key}=${pattern}`)
      .sort(),
  ].join(" ");
}
