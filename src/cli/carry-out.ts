import {
  applyPlan,
  type Doors,
  Failure,
  isDone,
  type Plan,
  runOutput,
  selectSteps,
  startRun,
  terminalApplyPreview,
  terminalRun,
  terminalStep,
} from "../index.ts";
import type { JournalRecord, Run } from "../model/journal.ts";
import type { StyleOptions } from "./options.ts";
import { progressLine } from "./progress.ts";
import type { Streams } from "./streams.ts";
import { styleOf } from "./terminal-style.ts";
import { tool } from "./version.ts";
import { confirm, type WriteOptions } from "./write-options.ts";

export interface CarryOutOptions extends WriteOptions, StyleOptions {
  readonly format: "terminal" | "json";
  readonly only?: readonly string[];
  readonly hostSteps?: boolean;
}

interface Work {
  readonly verb: "apply" | "rollback";
  readonly plan: Plan;
  /** SHA-256: what runs of the same plan are known by. */
  readonly sha256: string;
  readonly doors: Doors;
  /** Where journals are. */
  readonly folder: string;
  readonly undoes?: string;
}

/** Shows what would be done, asks, does it, and says what came of it: exit 0 all, 3 a part, 2 nothing. */
export async function carryOut(work: Work, options: CarryOutOptions, streams: Streams): Promise<void> {
  const { plan, doors, verb } = work;
  const style = styleOf(options, streams);
  const terminal = options.format === "terminal";
  const meant = selectSteps(plan, options.only ?? []);
  const hostSteps = options.hostSteps === true ? meant.hostSteps : [];
  const leftOut = plan.hostSteps.filter((step) => !hostSteps.includes(step));
  const preview = { plan, steps: meant.steps, hostSteps, leftOut, who: doors.door.who, verb };
  if (terminal) streams.out(terminalApplyPreview(preview, style));
  if (meant.steps.length + hostSteps.length === 0)
    throw new Failure(
      "nothing-to-do",
      "there is nothing to do",
      leftOut.length > 0 ? "--host-steps runs what is planned on nodes" : undefined,
    );
  await confirm(`Write this to ${plan.cluster.name}?`, options, streams);
  const { undoes } = work;
  const begin = {
    tool,
    cluster: plan.cluster,
    plan: work.sha256,
    ...(undoes === undefined ? {} : { undoes }),
  };
  const run = startRun({ door: doors.door, folder: work.folder, now: streams.now, begin });
  const cells = Math.max(0, ...[...meant.steps, ...hostSteps].map(({ id }) => id.length));
  const progress = progressLine(streams, "writing");
  const count = meant.steps.length + hostSteps.length;
  let done = 0;
  const begun = (step: string): void => progress.show(step, done, count);
  const ended = (step: JournalRecord): void => {
    done += 1;
    progress.clear();
    const [shown] = runOutput(asRun([step])).steps;
    if (terminal && shown !== undefined) streams.out(terminalStep(shown, cells, style));
  };
  const asRun = (records: readonly JournalRecord[]): Run => ({
    begin: {
      kind: "begin",
      schema: "lanekeeper/journal/1",
      run: run.journal.run,
      at: streams.now(),
      who: doors.door.who,
      ...begin,
    },
    records,
    torn: false,
  });
  const todo = { steps: meant.steps, hostSteps, leftOut, commandsOf: doors.commandsOf, begun, ended };
  const { results, stopped } = await applyPlan(run, todo);
  progress.clear();
  run.journal.close();
  const end: JournalRecord = { kind: "end", at: streams.now() };
  const output = runOutput(asRun(stopped === undefined ? [...results, end] : results));
  if (terminal) {
    const next = nextWords(results, run.journal.run, verb);
    streams.out(terminalRun(output, style, { steps: false, journal: run.journal.path, next }));
  } else streams.out(`${JSON.stringify(output, null, 2)}\n`);
  if (stopped !== undefined) streams.err(`lanekeeper: stopped: ${stopped.message}\n`);
  const touched = results.some(
    (result) => isDone(result) || result.outcome === "failed" || result.outcome === "unclear",
  );
  // what a rollback could not take back is left as it is, and that is no success
  const whole =
    stopped === undefined && results.every(isDone) && (verb === "apply" || plan.refused.length === 0);
  streams.exit(whole ? 0 : touched ? 3 : 2);
}

function nextWords(
  results: readonly { readonly vmid: number | null; readonly outcome: string }[],
  run: string,
  verb: Work["verb"],
): readonly string[] {
  const waiting = [
    ...new Set(
      results.flatMap(({ vmid, outcome }) => (outcome === "pending" && vmid !== null ? [vmid] : [])),
    ),
  ];
  const wrote = results.some(({ outcome }) => outcome === "pending" || outcome === "active");
  return [
    ...(waiting.length === 0 ? [] : [`lanekeeper restart ${waiting.slice(0, 8).join(" ")} when it suits`]),
    ...(wrote && verb === "apply" ? [`lanekeeper rollback ${run} takes it back`] : []),
  ];
}
