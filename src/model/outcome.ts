import type { Remedy } from "./change.ts";
import type { Missing } from "./fact.ts";

/** From worst to least: data loss, will not start or no failover · policy broken · should be better · to know. */
export const severities = ["critical", "error", "warning", "note"] as const;
export type Severity = (typeof severities)[number];

/** -1, 0 or 1: the worse one first. */
export function compareSeverity(a: Severity, b: Severity): number {
  return Math.sign(severities.indexOf(a) - severities.indexOf(b));
}

/** A fact a verdict rests on, with the place it was read. */
export interface Evidence {
  readonly fact: string;
  readonly value: string;
  readonly source: string;
  readonly node?: string;
}

export type Outcome =
  | { readonly kind: "notApplicable" }
  | { readonly kind: "pass" }
  | { readonly kind: "open"; readonly missing: readonly [Missing, ...Missing[]] }
  | {
      readonly kind: "fail";
      /** The rule's own severity unless the case says otherwise. */
      readonly severity?: Severity;
      /** What is in force, whether anyone asked for it; what follows. Lower case, no full stop, no place. */
      readonly message: string;
      readonly evidence: readonly Evidence[];
      readonly remedy: Remedy;
    };

export const notApplicable: Outcome = { kind: "notApplicable" };
export const pass: Outcome = { kind: "pass" };

export function open(missing: readonly [Missing, ...Missing[]]): Outcome {
  return { kind: "open", missing };
}
