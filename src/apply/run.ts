import type { StepResult } from "../model/journal.ts";
import type { ClusterDoor } from "./cluster-door.ts";
import type { GuestPlaces } from "./guest-places.ts";
import type { EarlierWrites } from "./journal/earlier-runs.ts";
import type { JournalFile } from "./journal/journal-file.ts";

/** What the steps of one run share. */
export interface ApplyRun {
  readonly door: ClusterDoor;
  readonly places: GuestPlaces;
  readonly journal: JournalFile;
  /** The clock: UTC, ISO 8601. */
  readonly now: () => string;
  /** Milliseconds. */
  readonly wait: (milliseconds: number) => Promise<void>;
  /** vmid → what runs of the same plan wrote, this one among them. */
  readonly earlier: Map<number, EarlierWrites>;
}

/** What a step came to, before it has a place in the journal. */
export type Outcome = Pick<StepResult, "outcome"> & Partial<Pick<StepResult, "after" | "digest" | "message">>;
