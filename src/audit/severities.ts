import type { Severity } from "../model/outcome.ts";
import { entryOf, type Policy } from "../model/policy.ts";
import type { Judgements } from "./judge.ts";

/** Judgements with the severities the policy gives: before they are ordered and counted. */
export function withSeverities(judgements: Judgements, { severities }: Policy): Judgements {
  if (Object.keys(severities).length === 0) return judgements;
  const changed = <T extends { readonly rule: string; readonly severity: Severity }>(judged: T): T => ({
    ...judged,
    severity: severityBy(severities, judged.rule, judged.severity),
  });
  const { failures, open } = judgements;
  return { ...judgements, failures: failures.map(changed), open: open.map(changed) };
}

/** A level replaces all steps of a rule; a map changes those it names. */
function severityBy(severities: Policy["severities"], rule: string, severity: Severity): Severity {
  const override = entryOf(severities, rule);
  if (override === undefined || typeof override === "string") return override ?? severity;
  return override[severity] ?? severity;
}
