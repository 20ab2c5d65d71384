import type { Fact, Missing } from "../model/fact.ts";

/** What is missing among several facts; undefined when nothing is. */
export function missingAmong(...facts: readonly Fact<unknown>[]): readonly [Missing, ...Missing[]] | undefined {
  const [first, ...rest] = facts.flatMap((fact) => (fact.known ? [] : fact.missing));
  return first === undefined ? undefined : [first, ...rest];
}

/** A verdict that stands whatever a missing fact says names that fact: `; not known: file system under /x`. */
export function notKnown(...facts: readonly Fact<unknown>[]): string {
  const missing = missingAmong(...facts);
  return missing === undefined ? "" : `; not known: ${missing.map(({ fact }) => fact).join(", ")}`;
}
