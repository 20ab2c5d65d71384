import { Failure } from "../model/failure.ts";
import type { GuestStep, Plan } from "../model/plan.ts";
import { hostStepProblem } from "./check-host-step.ts";
import { stepProblem } from "./check-step.ts";

/** How far ahead a clock may be before it is not believed. Milliseconds. */
const clockSkew = 5 * 60_000;

/** Throws a Failure where the plan must not be carried out. `now`: UTC, ISO 8601; `maxAge`: milliseconds. */
export function checkPlan(plan: Plan, now: string, maxAge: number): void {
  const age = Date.parse(now) - Date.parse(plan.snapshot.takenAt);
  if (Number.isNaN(age) || age < -clockSkew)
    throw refused(`the plan was made from a reading of ${plan.snapshot.takenAt}, which is in the future`);
  if (age > maxAge)
    throw new Failure(
      "plan-too-old",
      `the plan was made from a reading of ${plan.snapshot.takenAt}, which is longer ago than --max-age allows`,
      "make it again, or give a longer --max-age",
    );
  const ids = [...plan.steps, ...plan.hostSteps].map(({ id }) => id);
  const seen = new Set<string>();
  const twice = ids.find((id) => seen.size === seen.add(id).size);
  if (twice !== undefined) throw refused(`the plan has step ${twice} twice`);
  for (const step of plan.steps) {
    const problem = stepProblem(step);
    if (problem !== undefined) throw refused(`step ${step.id} of the plan is refused: ${problem}`);
  }
  for (const step of plan.hostSteps) {
    const problem = hostStepProblem(step);
    if (problem !== undefined) throw refused(`step ${step.id} of the plan is refused: ${problem}`);
  }
  const hosts = new Set(plan.hostSteps.map(({ id }) => id));
  const needy = plan.steps.find(({ needs = [] }) => needs.some((id) => !hosts.has(id)));
  if (needy !== undefined) throw refused(`step ${needy.id} needs a step that the plan lacks`);
  refuseSameOption(plan.steps);
}

/** The second write would take back the first, or stand on a value that is gone. */
function refuseSameOption(steps: readonly GuestStep[]): void {
  const seen = new Set<string>();
  for (const { id, vmid, option } of steps) {
    if (seen.has(`${vmid} ${option}`)) throw refused(`the plan writes ${option} of ${vmid} twice (${id})`);
    seen.add(`${vmid} ${option}`);
  }
}

const refused = (message: string): Failure =>
  new Failure("plan-refused", message, "a plan is carried out as it was made: make it again");
