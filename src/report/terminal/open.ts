import type { AuditReport, OpenJudgement, Suggestion } from "../../model/audit-report.ts";
import { byHow, factText, type Gap, gapsOf } from "./gaps.ts";
import { hanging, padEnd, padStart, width } from "./lines.ts";
import { counted } from "./place.ts";
import { glyph, mark, paint, type Style } from "./style.ts";
import { mostSuggestions, suggestionLines } from "./suggestions.ts";

/** More facts than this are counted rather than listed. */
const listedInFull = 8;

/** Facts of the facts script are listed one by one up to here. */
const foldedFrom = 3;
const fewFacts = 4;

/** What could not be judged, by the fact that is missing: first what is due, then what only a person could say. */
export function openLines(
  { open, suggestions = [] }: Pick<AuditReport, "open" | "suggestions">,
  style: Style,
  unfold: boolean,
): readonly string[] {
  const due = open.filter((judgement) => judgement.due);
  const answerable = open.filter((judgement) => !judgement.due);
  const lines = [
    ...dueLines(due, style, unfold),
    // Not due is not harmless: a storage of a foreign type may hide a guest that does not start.
    ...criticalLines(answerable, style),
    ...declarableLines(answerable, suggestions, style),
    ...suggestionLines(suggestions, style),
  ];
  return lines.length === 0 ? [] : [...lines, ""];
}

function dueLines(open: readonly OpenJudgement[], style: Style, unfold: boolean): readonly string[] {
  if (open.length === 0) return [];
  const all = gapsOf(open);
  const heading = `${paint("open", "OPEN", style)}  ${counted(open.length, "judgement")}, ${counted(all.length, "fact")}`;
  const scripted = all.filter(({ byScript }) => byScript);
  const folds = !unfold && scripted.length > foldedFrom;
  const gaps = folds ? all.filter(({ byScript }) => !byScript) : all;
  const listed = unfold ? gaps : gaps.slice(0, listedInFull);
  const cells = listed.reduce((most, { count }) => Math.max(most, width(String(count))), 1);
  const blocks = byHow(listed).flatMap(([how, members]) => [
    ...members.flatMap((gap) =>
      hanging(`${mark("open", style)} ${padStart(String(gap.count), cells)}  `, factText(gap), style.columns),
    ),
    ...hanging(`${" ".repeat(cells + 4)}${glyph("remedy", style)} `, how, style.columns),
  ]);
  const left = gaps.length - listed.length;
  return [
    heading,
    ...criticalLines(open, style),
    ...(folds ? scriptLines(scripted, open, style) : []),
    ...blocks,
    ...(left === 0 ? [] : [`  and ${counted(left, "more fact")}: --verbose lists them`]),
  ];
}

/** Facts that one run of the facts script on each node supplies: one line instead of many that say the same. */
function scriptLines(gaps: readonly Gap[], open: readonly OpenJudgement[], style: Style): readonly string[] {
  const waiting = open.filter(({ missing }) => missing.some(({ byScript }) => byScript === true)).length;
  const nodes = [...new Set(gaps.flatMap((gap) => [...gap.nodes]))].sort();
  const [only, ...others] = nodes;
  const facts = [...new Set(gaps.map(({ fact }) => fact))];
  const named = facts.slice(0, fewFacts).join(", ");
  const more = facts.length > fewFacts ? ` and ${counted(facts.length - fewFacts, "more fact")}` : "";
  const node = others.length === 0 && only !== undefined ? only : "<node>";
  const once = others.length === 0 ? "" : "on each of these nodes: ";
  const how = `${once}\`lanekeeper collect --script | ssh root@${node} sh -s > ${node}.txt\`, then --from ${node}.txt as well; or --from ssh://root@${node}`;
  return [
    ...hanging(
      `${mark("open", style)} `,
      `${waiting} wait for what the facts script reads of ${nodes.join(" ")}: ${named}${more}`,
      style.columns,
    ),
    ...hanging(`  ${glyph("remedy", style)} `, how, style.columns),
  ];
}

/** What is open and would be critical is never read as clean. */
function criticalLines(open: readonly OpenJudgement[], style: Style): readonly string[] {
  const critical = open.filter(({ severity }) => severity === "critical");
  if (critical.length === 0) return [];
  const rules = new Map<string, string[]>();
  for (const { rule, subject } of critical) {
    const { vmid, drive, volume, node, pool, storage } = subject;
    const parts =
      vmid === undefined ? [storage === undefined ? node : undefined, pool, storage] : [vmid, drive];
    const place = volume ?? parts.filter((part) => part !== undefined).join(" ");
    rules.set(rule, [...(rules.get(rule) ?? []), place]);
  }
  const named = [...rules].map(([rule, places]) => `${rule} ${firstFew(places)}`);
  const word = paint("critical", "critical", style);
  return hanging(
    `${mark("open", style)} `,
    `${critical.length} could be ${word}: ${named.join("; ")}`,
    style.columns,
  );
}

function firstFew(places: readonly string[]): string {
  const shown = places.slice(0, 3).join(", ");
  return places.length > 3 ? `${shown} and ${places.length - 3} more` : shown;
}

function declarableLines(
  open: readonly OpenJudgement[],
  suggestions: readonly Suggestion[],
  style: Style,
): readonly string[] {
  const told = new Set(suggestions.slice(0, mostSuggestions).map(({ answers }) => answers));
  const gaps = gapsOf(open).filter(({ fact }) => !told.has(fact));
  return gaps.flatMap(({ fact, how, count }) => {
    const declaring = how.replace(/^declare /, "");
    const text =
      declaring === how
        ? `${count} could be answered by a person: ${fact}; ${how}`
        : `${count} could be answered by declaring ${declaring}`;
    return hanging(`${padEnd("-", 2)}`, text, style.columns);
  });
}
