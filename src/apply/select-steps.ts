import { Failure } from "../model/failure.ts";
import type { GuestStep, HostStep, Plan } from "../model/plan.ts";

/** The steps that are meant: by step, vmid or rule, also several behind commas; all without a word. Throws a Failure for a word that fits none. */
export function selectSteps(
  plan: Pick<Plan, "steps" | "hostSteps">,
  given: readonly string[],
): { readonly steps: readonly GuestStep[]; readonly hostSteps: readonly HostStep[] } {
  const all: readonly (GuestStep | HostStep)[] = [...plan.steps, ...plan.hostSteps];
  const only = given.flatMap((words) => words.split(","));
  const stray = only.find((word) => !all.some((step) => fits(step, word)));
  if (stray !== undefined)
    throw new Failure(
      "no-such-step",
      `the plan has no step, guest or rule ${stray}`,
      "for example --only 201-scsi0, --only 201, --only drive/iothread-off",
    );
  const isMeant = (step: GuestStep | HostStep): boolean =>
    only.length === 0 || only.some((word) => fits(step, word));
  return { steps: plan.steps.filter(isMeant), hostSteps: plan.hostSteps.filter(isMeant) };
}

function fits(step: GuestStep | HostStep, word: string): boolean {
  if (step.id === word || ("vmid" in step && String(step.vmid) === word)) return true;
  return step.clears.some(({ rule }) => rule === word || rule.split("/")[1] === word);
}
