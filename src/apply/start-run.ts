import type { JournalRecord, Run, RunBegin, StepResult } from "../model/journal.ts";
import { isDone } from "./apply-plan.ts";
import type { ClusterDoor } from "./cluster-door.ts";
import { guestPlaces } from "./guest-places.ts";
import { earlierWrites } from "./journal/earlier-runs.ts";
import { openJournal } from "./journal/journal-file.ts";
import { readJournals } from "./journal/read-journal.ts";
import type { ApplyRun } from "./run.ts";
import { writtenOptions } from "./written-options.ts";

export interface RunStart {
  readonly door: ClusterDoor;
  /** Where journals are. */
  readonly folder: string;
  /** The clock: UTC, ISO 8601. */
  readonly now: () => string;
  readonly begin: Pick<RunBegin, "tool" | "cluster" | "plan" | "undoes">;
  /** Milliseconds; without it, real time passes. */
  readonly wait?: (milliseconds: number) => Promise<void>;
}

interface StartedRun extends ApplyRun {
  /** Earlier runs of the same plan that wrote something which is not taken back, newest first: the order to undo them in. */
  readonly earlierRuns: readonly string[];
}

/** Opens the journal; what earlier runs of the same plan left is known from theirs. Throws a Failure. */
export function startRun({ door, folder, now, begin, wait = realTime }: RunStart): StartedRun {
  const { runs } = readJournals(folder);
  const earlier = earlierWrites(runs, begin.plan);
  const earlierRuns = notTakenBack(runs, begin);
  const first = {
    kind: "begin",
    schema: "lanekeeper/journal/1",
    at: now(),
    who: door.who,
    ...begin,
  } as const;
  const journal = openJournal(folder, first);
  return { door, places: guestPlaces(door), journal, now, wait, earlier, earlierRuns };
}

function notTakenBack(runs: readonly Run[], { plan, cluster }: RunStart["begin"]): readonly string[] {
  return runs
    .filter(({ begin }) => begin.plan === plan && begin.cluster.id === cluster.id)
    .filter((run) => {
      const undone = new Set(
        runs
          .filter(({ begin }) => begin.undoes === run.begin.run)
          .flatMap(({ records }) => records.flatMap(doneIn)),
      );
      return writtenOptions(run).some((one) => !undone.has(placeOf(one)));
    })
    .map(({ begin }) => begin.run)
    .reverse();
}

const doneIn = (record: JournalRecord): readonly string[] =>
  record.kind === "result" && isDone(record) ? [placeOf(record)] : [];

/** A host step's option alone does not say on which node: its step's name does. */
const placeOf = ({ vmid, option, step }: Pick<StepResult, "vmid" | "option" | "step">): string =>
  vmid === null ? step : `${vmid} ${option}`;

export function realTime(milliseconds: number): Promise<void> {
  return new Promise((over) => setTimeout(over, milliseconds));
}
