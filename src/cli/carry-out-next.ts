import { isDone } from "../index.ts";
import type { StepResult } from "../model/journal.ts";

const mostNamed = 8;

/** Where to go from here. `undoes`: the run that was taken back; `stopped`: before its end. */
export function nextWords(
  results: readonly Pick<StepResult, "vmid" | "outcome">[],
  run: string,
  { undoes, stopped }: { readonly undoes: string | undefined; readonly stopped: boolean },
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
    ...(wrote && undoes === undefined ? [`lanekeeper rollback ${run} takes it back`] : []),
    ...restWords(undoes, stopped, results.every(isDone)),
  ];
}

function restWords(undoes: string | undefined, stopped: boolean, done: boolean): readonly string[] {
  if (undoes === undefined) return stopped ? ["the same apply once more does the rest"] : [];
  return stopped || !done ? [`lanekeeper rollback ${undoes} once more takes back the rest`] : [];
}
