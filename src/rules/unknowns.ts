import type { Fact, Missing } from "../model/fact.ts";

/** What is missing among several facts, each named once; undefined when nothing is. */
export function missingAmong(
  ...facts: readonly Fact<unknown>[]
): readonly [Missing, ...Missing[]] | undefined {
  const missing = facts.flatMap((fact) => (fact.known ? [] : fact.missing));
  const once = new Map(missing.map((one) => [`${one.fact} ${one.node ?? ""}`, one]));
  const [first, ...rest] = once.values();
  return first === undefined ? undefined : [first, ...rest];
}

/** A verdict that stands whatever a missing fact says names that fact: `; not known: file system under /x`. */
export function notKnown(...facts: readonly Fact<unknown>[]): string {
  const missing = missingAmong(...facts);
  return missing === undefined ? "" : `; not known: ${missing.map(({ fact }) => fact).join(", ")}`;
}

/** The same gaps, under the name of what is looked for: whoever could not read a pool could not read its fill either. */
export function renamed(
  missing: readonly [Missing, ...Missing[]],
  fact: string,
): readonly [Missing, ...Missing[]] {
  const [first, ...more] = missing;
  return [{ ...first, fact }, ...more.map((one) => ({ ...one, fact }))];
}
