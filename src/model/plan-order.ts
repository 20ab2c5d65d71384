import type { GuestStep, HostStep, Plan } from "./plan.ts";

/**
 * The order in which a plan is shown and carried out: host steps that others rely on right before the first of those, the
 * rest of them at the end.
 */
export function stepsInOrder({
  steps,
  hostSteps,
}: Pick<Plan, "steps" | "hostSteps">): readonly (GuestStep | HostStep)[] {
  const left = new Map(hostSteps.map((step) => [step.id, step]));
  const order: (GuestStep | HostStep)[] = [];
  for (const step of steps) {
    for (const id of step.needs ?? []) {
      const needed = left.get(id);
      if (needed !== undefined) order.push(needed);
      left.delete(id);
    }
    order.push(step);
  }
  return [...order, ...left.values()];
}

export const isGuestStep = (step: GuestStep | HostStep): step is GuestStep => "vmid" in step;
