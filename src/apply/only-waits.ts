import { type GuestState, isWaiting } from "./guest-state.ts";
import { sameValue } from "./same-value.ts";

/** What is wanted is in force, and another value waits, which nothing has taken over: it is reverted. */
export function onlyWaits(option: string, to: string | null, state: GuestState): boolean {
  return isWaiting(state, option) && sameValue(option, state.current.get(option) ?? null, to);
}
