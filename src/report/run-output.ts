import type { Intent, Run, StepResult } from "../model/journal.ts";
import type { RunOutput, RunStep, RunSummary } from "../model/run-output.ts";

/** What a journal says, step by step. */
export function runOutput({ begin, records }: Run): RunOutput {
  const intents = new Map<string, Intent>();
  const steps = new Map<string, RunStep>();
  for (const record of records) {
    if (record.kind === "intent") {
      intents.set(record.step, record);
      steps.set(record.step, { ...triedAs(record), outcome: "open" });
    }
    if (record.kind === "result") steps.set(record.step, stepOf(record, intents.get(record.step)));
  }
  const { run, at, who, cluster, undoes } = begin;
  const finished = records.some(({ kind }) => kind === "end");
  return {
    schema: "lanekeeper/run/1",
    run,
    at,
    who,
    cluster,
    ...(undoes === undefined ? {} : { undoes }),
    finished,
    steps: [...steps.values()],
  };
}

function triedAs({ step, vmid, option, node, before, to }: Intent): Omit<RunStep, "outcome"> {
  return { step, vmid, option, node, before, to };
}

function stepOf(result: StepResult, intent: Intent | undefined): RunStep {
  const { step, vmid, option, outcome, after, message } = result;
  return {
    ...(intent === undefined ? { step, vmid, option } : triedAs(intent)),
    outcome,
    ...(after === undefined ? {} : { after }),
    ...(message === undefined ? {} : { message }),
  };
}

export function runSummary(run: Run): RunSummary {
  const { schema: _, steps, ...head } = runOutput(run);
  const counts: Partial<Record<RunStep["outcome"], number>> = {};
  for (const { outcome } of steps) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return { ...head, counts };
}
