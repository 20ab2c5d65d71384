import type { RunBegin } from "../model/journal.ts";
import type { ClusterDoor } from "./cluster-door.ts";
import { guestPlaces } from "./guest-places.ts";
import { earlierWrites } from "./journal/earlier-runs.ts";
import { openJournal } from "./journal/journal-file.ts";
import { readJournals } from "./journal/read-journal.ts";
import type { ApplyRun } from "./run.ts";

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

/** Opens the journal; what earlier runs of the same plan left is known from theirs. Throws a Failure. */
export function startRun({ door, folder, now, begin, wait = realTime }: RunStart): ApplyRun {
  const earlier = earlierWrites(readJournals(folder).runs, begin.plan);
  const first = {
    kind: "begin",
    schema: "lanekeeper/journal/1",
    at: now(),
    who: door.who,
    ...begin,
  } as const;
  const journal = openJournal(folder, first);
  return { door, places: guestPlaces(door), journal, now, wait, earlier };
}

export function realTime(milliseconds: number): Promise<void> {
  return new Promise((over) => setTimeout(over, milliseconds));
}
