import type { ApiAnswer } from "../connect/api/api-answer.ts";
import type { GuestStep } from "../model/plan.ts";
import { alreadySo } from "./already-so.ts";
import { answerText, type Form, mayStillCome } from "./cluster-door.ts";
import { changedOptions, type GuestState, isWaiting, optionValue } from "./guest-state.ts";
import { type Look, lookAt } from "./look.ts";
import { onlyWaits } from "./only-waits.ts";
import type { ApplyRun, Outcome } from "./run.ts";
import { sameValue } from "./same-value.ts";
import { holdsWhileRunning } from "./takes-hold.ts";

type Seen = Extract<Look, { readonly ok: true }>;

/** The call's own parameters: one option, and the digest that makes Proxmox VE refuse where anything changed. */
function formFor(step: GuestStep, before: GuestState): Form {
  const { option, to } = step;
  const { digest } = before;
  if (onlyWaits(option, to, before)) return { revert: option, digest };
  return to === null ? { delete: option, digest } : { [option]: to, digest };
}

/** Sends one write, and lets a second reading say what came of it. The intent is in the journal already. */
export async function writeOption(run: ApplyRun, step: GuestStep, before: Seen): Promise<Outcome> {
  const path = `/nodes/${before.node}/qemu/${step.vmid}/config`;
  const answer = await run.door.put(path, formFor(step, before.state));
  const after = await lookAfter(run, step, before, answer);
  const said = answer.ok ? undefined : answerText(path, answer);
  if (!after.ok)
    return { outcome: "unclear", message: joined(said, `it could not be read again: ${after.reason}`) };
  return judged(step, before, after, answer, said);
}

/** Pauses between readings after an answer that tells nothing, milliseconds: a node may still be at it. */
const patience = [500, 2000] as const;

async function lookAfter(run: ApplyRun, step: GuestStep, before: Seen, answer: ApiAnswer): Promise<Look> {
  let look = await lookAt(run.door, run.places, step.vmid);
  if (answer.ok || !mayStillCome(answer)) return look;
  for (const pause of patience) {
    if (look.ok && look.state.digest !== before.state.digest) return look;
    await run.wait(pause);
    look = await lookAt(run.door, run.places, step.vmid);
  }
  return look;
}

function judged(
  step: GuestStep,
  before: Seen,
  after: Seen,
  answer: ApiAnswer,
  said: string | undefined,
): Outcome {
  const { option, to } = step;
  const value = optionValue(after.state, option);
  const others = changedOptions(before.state, after.state).filter((key) => key !== option);
  const alsoChanged = others.length === 0 ? undefined : `${others.join(", ")} changed at the same time`;
  if (sameValue(option, value, to)) {
    if (isOutrun(answer)) return alreadySo(after, step, others.length === 0);
    const outcome = inForce(step, before, after) ? "active" : "pending";
    const own = others.length === 0 ? { digest: after.state.digest } : {};
    return { outcome, after: value, ...own, ...messageOf(said, alsoChanged) };
  }
  if (!sameValue(option, value, optionValue(before.state, option)))
    return { outcome: "unclear", after: value, ...messageOf(said, `${option} is now ${value ?? "absent"}`) };
  if (mayStillCome(answer))
    return {
      outcome: "unclear",
      after: value,
      ...messageOf(said, "nothing changed so far, but it may still come"),
    };
  return { outcome: "failed", after: value, ...messageOf(said ?? "accepted, and nothing changed") };
}

/** Refused because of the digest (PVE Tools.pm assert_if_modified): whoever was faster wrote it, as another run of the plan does. */
function isOutrun(answer: ApiAnswer): boolean {
  return !answer.ok && answer.message.includes("checksum mismatch");
}

/** Nothing of it waits; and a process that runs has taken it over, or never had anything else. */
function inForce(step: GuestStep, before: Seen, { state, running }: Seen): boolean {
  if (isWaiting(state, step.option)) return false;
  return !running || onlyWaits(step.option, step.to, before.state) || holdsWhileRunning(step);
}

function messageOf(...parts: readonly (string | undefined)[]): { readonly message?: string } {
  const message = joined(...parts);
  return message === "" ? {} : { message };
}

function joined(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined).join("; ");
}
