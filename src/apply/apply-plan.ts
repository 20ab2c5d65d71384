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
}

export interface ApplyOutcome {
  readonly results: readonly StepResult[];
  /** Why the rest was not even looked at: the journal could not be written. */
  readonly stopped?: Failure;
}

const throughSteps: ReadonlySet<StepOutcome> = new Set(["active", "pending", "already"]);

/** Did it come to what was wanted? */
export const isDone = ({ outcome }: Pick<StepResult, "outcome">): boolean => throughSteps.has(outcome);

/** Host steps first, because drives may rely on them; then step by step. What fails stops its guest, not the others. */
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
    const missing = [...work.leftOut, ...(await hostSteps(run, work, note))];
    await guestSteps(run, work, missing, note);
    run.journal.write({ kind: "end", at: run.now() });
    return { results };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { results, stopped: error };
  }
}

type Note = (step: Pick<StepResult, "step" | "vmid" | "option">, outcome: Outcome) => void;

/** Returns those that did not go through. */
async function hostSteps(
  run: ApplyRun,
  { hostSteps, commandsOf, begun }: ApplyWork,
  note: Note,
): Promise<readonly HostStep[]> {
  const missing: HostStep[] = [];
  for (const step of hostSteps) {
    begun?.(step.id);
    const outcome = await applyHostStep(run, step, commandsOf);
    if (!isDone(outcome)) missing.push(step);
    note({ step: step.id, vmid: null, option: step.argv.join(" ") }, outcome);
  }
  return missing;
}

async function guestSteps(
  run: ApplyRun,
  { steps, begun }: ApplyWork,
  missing: readonly HostStep[],
  note: Note,
): Promise<void> {
  const stopped = new Map<number, string>();
  for (const step of steps) {
    const { id, vmid, option } = step;
    begun?.(id);
    const because = stopped.get(vmid) ?? relianceOn(missing, step);
    const outcome: Outcome =
      because === undefined ? await applyStep(run, step) : { outcome: "refused", message: because };
    if (!isDone(outcome) && !stopped.has(vmid))
      stopped.set(vmid, `${id} did not go through, and this guest is left alone`);
    keepDigest(run, vmid, outcome);
    note({ step: id, vmid, option }, outcome);
  }
}

/** Without the host step this one would do harm. */
function relianceOn(missing: readonly HostStep[], { needs = [] }: GuestStep): string | undefined {
  const step = missing.find(({ id }) => needs.includes(id));
  return step === undefined
    ? undefined
    : `it relies on ${step.id}, which has not run: --host-steps, or by hand: ${step.argv.join(" ")}`;
}

/** The next step of the guest starts from what this one left. */
function keepDigest(run: ApplyRun, vmid: number, { digest }: Outcome): void {
  if (digest === undefined) return;
  const { digests, intents } = run.earlier.get(vmid) ?? noEarlierWrites;
  run.earlier.set(vmid, { digests: new Set([...digests, digest]), intents });
}
