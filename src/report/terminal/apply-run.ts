import type { RunOutput, RunStep, RunsOutput } from "../../model/run-output.ts";
import { printable, printableIn } from "../printable.ts";
import { apart, clipped, hanging, padEnd, width } from "./lines.ts";
import { countedOutcomes, outcomeSign, outcomeWords } from "./step-outcome.ts";
import { paint, type Style } from "./style.ts";

/** A step that ended, while the others still run. `cells`: of the longest step's name. */
export function terminalStep(step: RunStep, cells: number, style: Style): string {
  return `${clipped(stepLines(printableIn(step, style.ascii), cells, style), style).join("\n")}\n`;
}

/** What a run did. `steps: false`: they were shown as they ended. */
export function terminalRun(
  given: RunOutput,
  style: Style,
  show: { readonly steps: boolean; readonly journal?: string; readonly next: readonly string[] },
): string {
  const run = printableIn(given, style.ascii);
  const cells = Math.max(0, ...run.steps.map(({ step }) => width(step)));
  const counts: Partial<Record<RunStep["outcome"], number>> = {};
  for (const { outcome } of run.steps) counts[outcome] = (counts[outcome] ?? 0) + 1;
  const lines = [
    ...(show.steps
      ? [...headLines(run, style), "", ...run.steps.flatMap((step) => stepLines(step, cells, style))]
      : []),
    "",
    ...hanging(
      "",
      `${countedOutcomes(counts)}${run.finished ? "" : "; the run was cut off"}`,
      style.columns,
      2,
    ),
    ...waitingLines(run, style),
  ];
  // a path that is cut or broken names nothing
  const journal = show.journal === undefined ? [] : [`Journal: ${printable(show.journal, style.ascii)}`];
  const next = show.next.flatMap((text) => hanging("Next: ", text, style.columns));
  return `${[...clipped(lines, style), ...journal, ...clipped(next, style)].join("\n")}\n`;
}

function headLines({ run, who, cluster, undoes }: RunOutput, style: Style): readonly string[] {
  const what = undoes === undefined ? `on ${cluster.name}` : `on ${cluster.name}, undoes ${undoes}`;
  return apart(run, `${what}, by ${who}`, style.columns);
}

function stepLines(step: RunStep, cells: number, style: Style): readonly string[] {
  const { outcome, message, before, to } = step;
  const { text } = outcomeWords[outcome];
  const lead = `${outcomeSign(outcome, style)} ${padEnd(step.step, cells)}  `;
  const said = message === undefined ? text : `${text}: ${message}`;
  const isTold = outcome === "unclear" || outcome === "open";
  return [
    ...hanging(lead, said, style.columns, 4),
    ...(isTold && before !== undefined ? hanging("    was ", before ?? "unset", style.columns, 8) : []),
    ...(isTold && to !== undefined ? hanging("    to  ", to ?? "unset", style.columns, 8) : []),
  ];
}

/** Saved is not in force: who waits is named, whatever else happened. */
function waitingLines({ steps }: RunOutput, style: Style): readonly string[] {
  const waiting = new Map<number, string[]>();
  for (const { vmid, option, outcome, message } of steps)
    if (vmid !== null && (outcome === "pending" || (outcome === "already" && message !== undefined)))
      waiting.set(vmid, [...(waiting.get(vmid) ?? []), option]);
  if (waiting.size === 0) return [];
  const guests = [...waiting].map(([vmid, options]) => `${vmid} (${options.join(", ")})`);
  return hanging(
    `${paint("warning", "Not in force until stopped and started", style)}: `,
    guests.join(", "),
    style.columns,
    2,
  );
}

/** The journals of a folder, newest first. */
export function terminalRuns(given: RunsOutput, folder: string, style: Style): string {
  const { runs, damaged } = printableIn(given, style.ascii);
  if (runs.length + damaged.length === 0) return `no runs in ${printable(folder, style.ascii)}\n`;
  const cells = Math.max(...runs.map(({ run }) => width(run)), 0);
  const lines = [
    ...runs.flatMap(({ run, counts, finished, undoes, who }) => [
      ...hanging(
        `${padEnd(run, cells)}  `,
        `${countedOutcomes(counts)}${finished ? "" : "; cut off"}${undoes === undefined ? "" : `; undoes ${undoes}`}; ${who}`,
        style.columns,
        4,
      ),
    ]),
    ...damaged.map((name) => `${name}  is damaged`),
    ...hanging(
      "Next: ",
      "lanekeeper journal <run> shows one, lanekeeper rollback <run> takes it back",
      style.columns,
    ),
  ];
  return `${clipped(lines, style).join("\n")}\n`;
}
