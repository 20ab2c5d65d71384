import { isDone } from "../index.ts";
import type { StepResult } from "../model/journal.ts";

const mostNamed = 8;

interface Told {
  /** The run that was taken back. */
  readonly undoes: string | undefined;
  /** Before its end. */
  readonly stopped: boolean;
  /** Of the same plan, with something to take back; newest first. */
  readonly earlierRuns: readonly string[];
}

/** Where to go from here. */
export function nextWords(
  results: readonly Pick<StepResult, "vmid" | "outcome">[],
  run: string,
  { undoes, stopped, earlierRuns }: Told,
): readonly string[] {
  const waiting = [
    ...new Set(
      results.flatMap(({ vmid, outcome }) => (outcome === "pending" && vmid !== null ? [vmid] : [])),
    ),
  ];
  const more = waiting.length > mostNamed ? ", then the others," : "";
  const wrote = results.some(({ outcome }) => outcome === "pending" || outcome === "active");
  return [
    ...(waiting.length === 0
      ? []
      : [`lanekeeper restart ${waiting.slice(0, mostNamed).join(" ")}${more} when it suits`]),
    ...(undoes === undefined ? backWords([...(wrote ? [run] : []), ...earlierRuns]) : []),
    ...restWords(undoes, stopped, results.every(isDone)),
  ];
}

/** A later run stands on what an earlier one wrote: the newest goes first. */
function backWords(runs: readonly string[]): readonly string[] {
  if (runs.length === 0) return [];
  const commands = runs.map((run) => `lanekeeper rollback ${run}`).join(", then ");
  if (runs.length === 1) return [`${commands} takes it back`];
  return [`${commands}: only ${runs.length === 2 ? "both" : "all"} take it back`];
}

function restWords(undoes: string | undefined, stopped: boolean, done: boolean): readonly string[] {
  if (undoes === undefined) return stopped ? ["the same apply once more does the rest"] : [];
  return stopped || !done ? [`lanekeeper rollback ${undoes} once more takes back the rest`] : [];
}
