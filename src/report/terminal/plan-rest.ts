import { severities } from "../../model/outcome.ts";
import type { FindingRef, ManualStep, Plan, Prediction, Refusal } from "../../model/plan.ts";
import { commandLines } from "./command-lines.ts";
import { hanging, padEnd, padStart, width } from "./lines.ts";
import { mark, paint, type Style } from "./style.ts";

/** What a plan leaves to people, what it leaves out, and what would come of it. */

export function manualLines(
  manual: readonly ManualStep[],
  first: number,
  style: Style,
  full: boolean,
): readonly string[] {
  if (manual.length === 0) return [];
  const groups = full ? manual.map((step) => [step]) : grouped(manual, ({ finding }) => finding.rule);
  return ["By hand", ...groups.flatMap((group, at) => manualGroup(group, first + at, style)), ""];
}

const shownPlaces = 4;

function manualGroup(group: readonly ManualStep[], number: number, style: Style): readonly string[] {
  const [step] = group;
  if (step === undefined) return [];
  const { finding, message, steps, commands } = step;
  const places = group.slice(0, shownPlaces).map((one) => one.finding.place);
  const more = group.length > shownPlaces ? ` and ${group.length - shownPlaces} more (-v)` : "";
  const what = `${places.join(", ")}${more}`;
  return [
    ...hanging(`${number}  ${mark(finding.severity, style)} `, `${what}  ${finding.rule}`, style.columns),
    ...hanging("   ", group.length === 1 ? message : `as ${finding.place}: ${message}`, style.columns),
    ...steps.flatMap((text, at) => hanging(`   ${at + 1}. `, text, style.columns)),
    ...commands.flatMap(({ argv, node }) => [
      ...(node === undefined ? [] : [`   on ${node}:`]),
      ...commandLines({ argv }, 3, style),
    ]),
  ];
}

export function refusedLines(refused: readonly Refusal[], style: Style): readonly string[] {
  if (refused.length === 0) return [];
  const groups = grouped(refused, ({ reason }) => reason);
  return [
    "Left out",
    ...groups.flatMap((group) => [
      ...group.flatMap(({ finding }) => refLines(finding, style)),
      ...hanging("   ", group[0]?.reason ?? "", style.columns),
    ]),
    "",
  ];
}

function refLines({ severity, place, rule }: FindingRef, style: Style): readonly string[] {
  return hanging(`${mark(severity, style)} `, `${place}  ${rule}`, style.columns);
}

/** Counts now and afterwards, then what the plan would bring. */
export function predictionLines({ counts, added }: Prediction, style: Style): readonly string[] {
  const cells = severities.map((severity) => Math.max(width(severity), 4));
  const row = (name: string, texts: readonly string[]): string =>
    padEnd(name, 7) + texts.map((text, at) => `  ${padStart(text, cells[at] ?? 0)}`).join("");
  const of = (side: "before" | "after"): readonly string[] =>
    severities.map((severity) => String(counts[side][severity]));
  const heading = row(
    "",
    severities.map((severity) => paint(severity, severity, style)),
  );
  return [
    heading,
    row("now", of("before")),
    row("after", of("after")),
    ...hanging("", "predicted by auditing the result, once every step is in force", style.columns),
    ...(added.length === 0 ? [] : ["It costs:"]),
    ...added.flatMap((ref) => refLines(ref, style)),
    "",
  ];
}

/** Guests that need a power cycle before what was written is in force. */
export function waitingLines({ steps }: Pick<Plan, "steps">, style: Style): readonly string[] {
  const waiting = steps
    .filter(({ takesEffect }) => takesEffect === "after-stop-start")
    .map(({ vmid }) => vmid);
  if (waiting.length === 0) return [];
  const guests = [...new Set(waiting)].join(" ");
  return hanging(
    "",
    `Waits for stop+start afterwards: ${guests}. Nothing restarts by itself.`,
    style.columns,
    2,
  );
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): readonly (readonly T[])[] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return [...groups.values()];
}
