import type { Rule, UnreadableRule } from "../model/rule.ts";
import { cacheNotCoherent } from "./drive/cache-not-coherent.ts";
import { iothreadOff } from "./drive/iothread-off.ts";

/** Every rule, in the order in which findings of the same severity are shown. */
export const ruleList: readonly (Rule<"drive"> | Rule<"guest"> | Rule<"volume"> | UnreadableRule)[] = [
  cacheNotCoherent,
  iothreadOff,
];
