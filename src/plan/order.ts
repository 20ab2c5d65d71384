import type { Finding } from "../model/audit-report.ts";
import { compareNaturally } from "../model/natural-order.ts";
import type { GuestStep } from "../model/plan.ts";
import type { ResolvedGuest } from "../model/resolved.ts";
import { byGuest } from "./by-guest.ts";
import { clonesOf } from "./risks.ts";

/**
 * The worst finding's step first. A template comes before its clones, and a controller before the drives whose I/O threads
 * it alone honours, whatever their own findings weigh.
 */
export function ordered(
  steps: readonly GuestStep[],
  findings: readonly Finding[],
  guests: ReadonlyMap<number, ResolvedGuest>,
): readonly GuestStep[] {
  const rank = new Map(findings.map(({ id }, at) => [id, at]));
  const own = (step: GuestStep): number =>
    Math.min(...step.clears.map(({ id }) => rank.get(id) ?? findings.length));
  const place = new Map(steps.map((step) => [step, own(step)]));
  const pull = (step: GuestStep, before: readonly GuestStep[]): void => {
    const at = [step, ...before].map((other) => place.get(other) ?? findings.length);
    place.set(step, Math.min(...at));
  };
  const ofGuest = byGuest(steps);
  for (const step of steps) {
    if (step.option === "scsihw") pull(step, (ofGuest.get(step.vmid) ?? []).filter(addsThread));
  }
  for (const vmid of ofGuest.keys()) {
    const clones = descendants(guests.get(vmid)).flatMap((clone) => ofGuest.get(clone.vmid) ?? []);
    for (const step of ofGuest.get(vmid) ?? []) pull(step, clones);
  }
  const inherited = (step: GuestStep): number => (guests.get(step.vmid)?.template === true ? 0 : 1);
  return [...steps].sort(
    (a, b) =>
      (place.get(a) ?? 0) - (place.get(b) ?? 0) ||
      inherited(a) - inherited(b) ||
      a.vmid - b.vmid ||
      Number(isDrive(a)) - Number(isDrive(b)) ||
      compareNaturally(a.option, b.option),
  );
}

const addsThread = ({ changes }: GuestStep): boolean =>
  changes.some(({ key, to }) => key === "iothread" && to === "1");

const isDrive = ({ option }: GuestStep): boolean => /^(?:ide|sata|scsi|virtio)\d+$/.test(option);

/** Clones, and clones of those that are templates themselves. */
function descendants(guest: ResolvedGuest | undefined): readonly ResolvedGuest[] {
  const found = new Set<ResolvedGuest>();
  const look = (one: ResolvedGuest): void => {
    for (const clone of clonesOf(one)) {
      if (found.has(clone)) continue;
      found.add(clone);
      look(clone);
    }
  };
  if (guest !== undefined) look(guest);
  return [...found];
}
