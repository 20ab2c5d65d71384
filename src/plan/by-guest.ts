import type { GuestStep } from "../model/plan.ts";

/** The steps of each guest, in their order. */
export function byGuest(steps: readonly GuestStep[]): ReadonlyMap<number, readonly GuestStep[]> {
  const groups = new Map<number, GuestStep[]>();
  for (const step of steps) {
    const group = groups.get(step.vmid);
    if (group === undefined) groups.set(step.vmid, [step]);
    else group.push(step);
  }
  return groups;
}
