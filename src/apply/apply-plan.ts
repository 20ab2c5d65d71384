import { Failure } from "../model/failure.ts";
import type { StepOutcome, StepResult } from "../model/journal.ts";
import type { GuestStep, HostStep } from "../model/plan.ts";
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

/**
 * Host steps first, because drives may rely on them, and when a run is taken back last; then step by step. What fails stops
 * its guest, not the others.
 */
export async function applyPlan(run: ApplyRun, work: ApplyWork): Promise<ApplyOutcome> {
  const results: StepResult[] = [];
  const note = (step: Pick<StepResult, "step" | "vmid" | "option">, outcome: Outcome): void => {
    const { after, digest, message } = outcome;
    const result: StepResult = {
      kind: "result",
      at: run.now(),
      ...step,
      outcome: outcome.outcome,
      ...(after === undefined ? {} : { after }),
      ...(digest === undefined ? {} : { digest }),
      ...(message === undefined ? {} : { message }),
    };
    // what was done is told even where the journal cannot take it any more
    results.push(result);
    work.ended(result);
    run.journal.write(result);
  };
  try {
    if (work.undoing === undefined) {
      const missing = await hostSteps(run, work, false, note);
      await guestSteps(run, work, [...work.leftOut, ...missing], note);
    } else {
      const areBack = await guestSteps(run, work, [], note);
      await hostSteps(run, work, work.undoing.guestsStay || !areBack, note);
    }
    run.journal.write({ kind: "end", at: run.now() });
    return { results };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { results, stopped: error };
  }
}

type Note = (step: Pick<StepResult, "step" | "vmid" | "option">, outcome: Outcome) => void;

/** Returns those that did not go through. `reliedOn`: by a guest that is not taken back, whichever dataset its disks are on. */
async function hostSteps(
  run: ApplyRun,
  { hostSteps, commandsOf, begun, stop }: ApplyWork,
  reliedOn: boolean,
  note: Note,
): Promise<readonly HostStep[]> {
  const missing: HostStep[] = [];
  for (const step of hostSteps) {
    goesOn(stop, step.id);
    begun?.(step.id);
    const outcome: Outcome =
      reliedOn && step.argv[0] === "zfs"
        ? { outcome: "refused", message: "a guest of that run is not taken back, and may rely on it" }
        : await applyHostStep(run, step, commandsOf);
    if (!isDone(outcome)) missing.push(step);
    note({ step: step.id, vmid: null, option: step.argv.join(" ") }, outcome);
  }
  return missing;
}

/** Returns whether all went through. */
async function guestSteps(
  run: ApplyRun,
  { steps, begun, stop }: ApplyWork,
  missing: readonly HostStep[],
  note: Note,
): Promise<boolean> {
  const stopped = new Map<number, string>();
  for (const step of steps) {
    const { id, vmid, option } = step;
    goesOn(stop, id);
    begun?.(id);
    const because = stopped.get(vmid) ?? relianceOn(missing, step);
    const outcome: Outcome =
      because === undefined ? await applyStep(run, step) : { outcome: "refused", message: because };
    if (!isDone(outcome) && !stopped.has(vmid))
      stopped.set(vmid, `${id} did not go through, and this guest is left alone`);
    keepDigest(run, vmid, outcome);
    note({ step: id, vmid, option }, outcome);
  }
  return stopped.size === 0;
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
