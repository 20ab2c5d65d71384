import type { GuestStep } from "../model/plan.ts";
import { isWaiting, optionValue } from "./guest-state.ts";
import type { Look } from "./look.ts";
import type { Outcome } from "./run.ts";

/** What is wanted is there, and not by this step. `ours`: nobody changed anything that the plan does not know of. */
export function alreadySo(
  { state }: Extract<Look, { readonly ok: true }>,
  { option }: GuestStep,
  ours: boolean,
): Outcome {
  return {
    outcome: "already",
    after: optionValue(state, option),
    ...(ours ? { digest: state.digest } : {}),
    ...(isWaiting(state, option) ? { message: "it waits for a stop and start" } : {}),
  };
}
