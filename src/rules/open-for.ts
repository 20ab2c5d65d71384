import type { Missing } from "../model/fact.ts";
import { type Outcome, open, pass } from "../model/outcome.ts";

/** Open for everything in the list that is missing, each fact named once; pass when nothing is. */
export function openUnlessNone(missing: readonly Missing[]): Outcome {
  const seen = new Map(missing.map((one) => [`${one.fact} ${one.node ?? ""}`, one]));
  const [first, ...more] = seen.values();
  return first === undefined ? pass : open([first, ...more]);
}
