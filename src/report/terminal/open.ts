import type { AuditReport, OpenJudgement, Suggestion } from "../../model/audit-report.ts";
import type { Missing } from "../../model/fact.ts";
import { hanging, padEnd, padStart, width } from "./lines.ts";
import { counted } from "./place.ts";
import { glyph, mark, paint, type Style } from "./style.ts";
import { mostSuggestions, suggestionLines } from "./suggestions.ts";

/** More facts than this are counted rather than listed. */
const listedInFull = 8;

/** A missing fact, with the judgements that wait for it. */
interface Gap {
  readonly fact: string;
  readonly nodes: ReadonlySet<string>;
  readonly how: string;
  readonly count: number;
}

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
  const gaps = gapsOf(open);
  const heading = `${paint("open", "OPEN", style)}  ${counted(open.length, "judgement")}, ${counted(gaps.length, "fact")}`;
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
    ...blocks,
    ...(left === 0 ? [] : [`  and ${counted(left, "more fact")}: --verbose lists them`]),
  ];
}

/** What is open and would be critical is never read as clean. */
function criticalLines(open: readonly OpenJudgement[], style: Style): readonly string[] {
  const critical = open.filter(({ severity }) => severity === "critical");
  if (critical.length === 0) return [];
  const rules = new Map<string, string[]>();
  for (const { rule, subject } of critical) {
    const place =
      subject.volume ?? [subject.vmid, subject.drive].filter((part) => part !== undefined).join(" ");
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

export function factText({ fact, nodes }: Gap): string {
  return nodes.size === 0 ? fact : `${fact}, ${[...nodes].sort().join(" ")}`;
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

/** Missing facts, the one that most judgements wait for first. The same fact of several nodes is one gap. */
export function gapsOf(open: readonly Pick<OpenJudgement, "missing">[]): readonly Gap[] {
  const gaps = new Map<string, { readonly missing: Missing; readonly nodes: Set<string>; count: number }>();
  for (const { missing } of open) {
    const seen = new Set<string>();
    for (const one of missing) {
      const key = `${one.fact}\n${withoutNode(one)}`;
      const gap = gaps.get(key) ?? { missing: one, nodes: new Set<string>(), count: 0 };
      if (one.node !== undefined) gap.nodes.add(one.node);
      if (!seen.has(key)) gap.count++;
      seen.add(key);
      gaps.set(key, gap);
    }
  }
  return [...gaps.values()]
    .map(({ missing, nodes, count }) => ({
      fact: missing.fact,
      nodes,
      count,
      how: nodes.size > 1 ? withoutNode(missing) : missing.how,
    }))
    .sort((a, b) => b.count - a.count);
}

/** How to supply it, in words that hold for every node. */
function withoutNode({ how, node }: Missing): string {
  return node === undefined
    ? how
    : how.replaceAll(`facts/${node}/`, "facts/<node>/").replaceAll(` of ${node} `, " of each node ");
}

/** Gaps that one action closes stand together, where the most is to be had first. */
export function byHow(gaps: readonly Gap[]): readonly (readonly [string, readonly Gap[]])[] {
  const groups = new Map<string, Gap[]>();
  for (const gap of gaps) {
    const group = groups.get(gap.how);
    if (group === undefined) groups.set(gap.how, [gap]);
    else group.push(gap);
  }
  return [...groups];
}
