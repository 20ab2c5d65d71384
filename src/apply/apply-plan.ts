import { Failure } from "../model/failure.ts";
import type { StepOutcome, StepResult } from "../model/journal.ts";
import type { GuestStep, HostStep } from "../model/plan.ts";
import { isGuestStep, stepsInOrder } from "../model/plan-order.ts";
import { applyHostStep, type CommandsOf } from "./apply-host-step.ts";
import { applyStep } from "./apply-step.ts";
import { noEarlierWrites } from "./journal/earlier-runs.ts";
import type { ApplyRun, Outcome } from "./run.ts";

export interface ApplyWork {
  readonly steps: readonly GuestStep[];
  readonly hostSteps: readonly HostStep[];
  readonly commandsOf: CommandsOf;
  /** Host steps of the plan that this run leaves out. */
  readonly leftOut: readonly HostStep[];
  /** Told of every step as it begins. */
  readonly begun?: (step: string) => void;
  /** Told of every step as it ends. */
  readonly ended: (result: StepResult) => void;
  /** Asked before every step: why no further one may begin; undefined: go on. */
  readonly stop?: () => string | undefined;
  /** A run is taken back. `guestsStay`: a guest of it is left as it is. */
  readonly undoing?: { readonly guestsStay: boolean };
}

export interface ApplyOutcome {
  readonly results: readonly StepResult[];
  /** Why the rest was not even looked at: the journal could not be written, or somebody wants it stopped. */
  readonly stopped?: Failure;
}

const throughSteps: ReadonlySet<StepOutcome> = new Set(["active", "pending", "already"]);

/** Did it come to what was wanted? */
export const isDone = ({ outcome }: Pick<StepResult, "outcome">): boolean => throughSteps.has(outcome);

/** Step by step in the plan's order; when a run is taken back, host steps come last. What fails stops its guest, not the others. */
export async function applyPlan(run: ApplyRun, work: ApplyWork): Promise<ApplyOutcome> {
  const results: StepResult[] = [];
  const soFar: SoFar = { missing: [...work.leftOut], stopped: new Map() };
  try {
    for (const step of orderOf(work)) {
      goesOn(work.stop, step.id);
      work.begun?.(step.id);
      const outcome = isGuestStep(step)
        ? await guestStep(run, step, optionsOf(work, step.vmid), soFar)
        : await hostStep(run, step, work, soFar);
      const result = resultOf(step, outcome, run.now());
      // what was done is told even where the journal cannot take it any more
      results.push(result);
      work.ended(result);
      run.journal.write(result);
    }
    run.journal.write({ kind: "end", at: run.now() });
    return { results };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { results, stopped: error };
  }
}

function orderOf(work: ApplyWork): readonly (GuestStep | HostStep)[] {
  return work.undoing === undefined ? stepsInOrder(work) : [...work.steps, ...work.hostSteps];
}

/** What this run writes in a guest. */
function optionsOf({ steps }: ApplyWork, vmid: number): ReadonlySet<string> {
  return new Set(steps.filter((step) => step.vmid === vmid).map(({ option }) => option));
}

interface SoFar {
  /** Host steps that did not go through. */
  readonly missing: HostStep[];
  /** Guests that are left alone from now on, and why. */
  readonly stopped: Map<number, string>;
}

async function hostStep(
  run: ApplyRun,
  step: HostStep,
  { commandsOf, undoing }: ApplyWork,
  { missing, stopped }: SoFar,
): Promise<Outcome> {
  // by a guest that is not taken back, whichever dataset its disks are on
  const reliedOn = undoing !== undefined && (undoing.guestsStay || stopped.size > 0);
  const outcome: Outcome =
    reliedOn && step.argv[0] === "zfs"
      ? { outcome: "refused", message: "a guest of that run is not taken back, and may rely on it" }
      : await applyHostStep(run, step, commandsOf);
  if (!isDone(outcome)) missing.push(step);
  return outcome;
}

async function guestStep(
  run: ApplyRun,
  step: GuestStep,
  planned: ReadonlySet<string>,
  { missing, stopped }: SoFar,
): Promise<Outcome> {
  const { id, vmid } = step;
  const because = stopped.get(vmid) ?? relianceOn(missing, step);
  const outcome: Outcome =
    because === undefined ? await applyStep(run, step, planned) : { outcome: "refused", message: because };
  if (!isDone(outcome) && !stopped.has(vmid))
    stopped.set(vmid, `${id} did not go through, and this guest is left alone`);
  keepDigest(run, vmid, outcome);
  return outcome;
}

function resultOf(step: GuestStep | HostStep, { outcome, ...told }: Outcome, at: string): StepResult {
  const what = isGuestStep(step)
    ? { step: step.id, vmid: step.vmid, option: step.option }
    : { step: step.id, vmid: null, option: step.argv.join(" ") };
  return { kind: "result", at, ...what, outcome, ...told };
}

/** Throws a Failure where nothing further may begin. */
function goesOn(stop: ApplyWork["stop"], step: string): void {
  const reason = stop?.();
  if (reason !== undefined)
    throw new Failure("stopped", `${reason}: ${step} and what comes after it were not begun`);
}

/** Without the host step this one would do harm. */
function relianceOn(missing: readonly HostStep[], { needs = [] }: GuestStep): string | undefined {
  const step = missing.find(({ id }) => needs.includes(id));
  return step === undefined
    ? undefined
    : `it relies on ${step.id}, which has not run: --host-steps, and with --only it too; or by hand, and then a new plan: ${step.argv.join(" ")}`;
}

/** The next step of the guest starts from what this one left. */
function keepDigest(run: ApplyRun, vmid: number, { digest }: Outcome): void {
  if (digest === undefined) return;
  const { digests, intents } = run.earlier.get(vmid) ?? noEarlierWrites;
  run.earlier.set(vmid, { digests: new Set([...digests, digest]), intents });
}
