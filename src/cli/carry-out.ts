import {
  type ApplyWork,
  applyPlan,
  type Doors,
  Failure,
  isDone,
  type Plan,
  printable,
  runOutput,
  selectSteps,
  startRun,
  terminalApplyPreview,
  terminalRun,
  terminalStep,
} from "../index.ts";
import type { JournalRecord, Run } from "../model/journal.ts";
import { nextWords } from "./carry-out-next.ts";
import { stopRequest } from "./carry-out-stop.ts";
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
  const { plan, doors, verb, sha256, folder, undoes } = work;
  const meant = meantOf(plan, options);
  const { who } = doors.door;
  const style = styleOf(options, streams);
  const terminal = options.format === "terminal";
  const stop = stopRequest(streams, finishing);
  const preview = (): string => terminalApplyPreview({ plan, ...meant, who, verb }, style);
  if (terminal) streams.out(preview());
  // nobody should say yes to what was not shown
  else if (options.yes !== true && streams.ask !== undefined) streams.err(preview());
  const undone = undoes === undefined ? {} : { undoes };
  const begin = { tool, cluster: plan.cluster, plan: sha256, ...undone };
  if (meant.steps.length + meant.hostSteps.length === 0) {
    refuseWhatIsLeft(work, meant);
    const none = { ...begin, run: "none", at: streams.now(), who };
    if (!terminal) streams.out(json(runOutput(asRun(none, [{ kind: "end", at: streams.now() }]))));
    return;
  }
  await confirm(`Write this to ${plan.cluster.name}?`, options, streams);
  const run = startRun({ door: doors.door, folder, now: streams.now, begin });
  const head = { ...begin, run: run.journal.run, at: streams.now(), who };
  const { clear, ...told } = tellerOf(meant, head, options, streams);
  const deaf = stop.hear();
  const { results, stopped } = await applyPlan(run, {
    ...meant,
    commandsOf: doors.commandsOf,
    ...told,
    stop: stop.reason,
    ...(undoes === undefined ? {} : { undoing: { guestsStay: plan.refused.length > 0 } }),
  });
  deaf();
  clear();
  run.journal.close();
  const end: JournalRecord = { kind: "end", at: streams.now() };
  const output = runOutput(asRun(head, stopped === undefined ? [...results, end] : results));
  if (terminal) {
    const { earlierRuns } = run;
    const next = nextWords(results, run.journal.run, {
      undoes,
      stopped: stopped !== undefined,
      earlierRuns,
    });
    streams.out(terminalRun(output, style, { steps: false, journal: run.journal.path, next }));
  } else streams.out(json(output));
  if (stopped !== undefined) streams.err(`lanekeeper: stopped: ${printable(stopped.message)}\n`);
  // what a rollback could not take back is left as it is, and that is no success
  const left = verb === "apply" ? 0 : plan.refused.length + meant.leftOut.length;
  const whole = stopped === undefined && results.every(isDone) && left === 0;
  const touched = results.some(({ outcome }) => outcome !== "refused");
  streams.exit(whole ? 0 : touched ? 3 : 2);
}

const finishing = "the step that has begun is finished, and no other begins; once more, and it ends at once";

type Meant = Pick<ApplyWork, "steps" | "hostSteps" | "leftOut">;

function meantOf(plan: Plan, { only, hostSteps: withHostSteps }: CarryOutOptions): Meant {
  const { steps, hostSteps: all } = selectSteps(plan, only ?? []);
  const hostSteps = withHostSteps === true ? all : [];
  return { steps, hostSteps, leftOut: plan.hostSteps.filter((step) => !hostSteps.includes(step)) };
}

/** An empty plan is carried out by doing nothing; one of which something is left is not. Throws a Failure. */
function refuseWhatIsLeft({ plan, verb }: Work, { leftOut }: Meant): void {
  if (leftOut.length > 0)
    throw new Failure(
      "nothing-to-do",
      "there is nothing to do without the host steps",
      "--host-steps runs what is planned on nodes",
    );
  if (verb === "rollback" && plan.refused.length > 0)
    throw new Failure("nothing-to-do", "nothing of it can be taken back");
}

type Head = Omit<Run["begin"], "kind" | "schema">;

const asRun = (head: Head, records: readonly JournalRecord[]): Run => ({
  begin: { kind: "begin", schema: "lanekeeper/journal/1", ...head },
  records,
  torn: false,
});

const json = (output: ReturnType<typeof runOutput>): string => `${JSON.stringify(output, null, 2)}\n`;

/** Tells of each step as it begins, and what came of it as it ends. */
function tellerOf(
  { steps, hostSteps }: Meant,
  head: Head,
  options: CarryOutOptions,
  streams: Streams,
): Pick<ApplyWork, "begun" | "ended"> & { readonly clear: () => void } {
  const style = styleOf(options, streams);
  const all = [...steps, ...hostSteps];
  const cells = Math.max(...all.map(({ id }) => id.length));
  const progress = progressLine(streams, "writing");
  let done = 0;
  return {
    clear: () => progress.clear(),
    begun: (step) => progress.show(step, done, all.length),
    ended: (result) => {
      done += 1;
      progress.clear();
      const [shown] = runOutput(asRun(head, [result])).steps;
      if (options.format === "terminal" && shown !== undefined)
        streams.out(terminalStep(shown, cells, style));
    },
  };
}
