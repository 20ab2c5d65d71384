import type { Finding } from "../../model/audit-report.ts";
import { severities } from "../../model/outcome.ts";
import { type Block, blocksOf } from "./blocks.ts";
import { commandLines } from "./command-lines.ts";
import { apart, hanging, padEnd, width } from "./lines.ts";
import { type GuestsById, placeOf } from "./place.ts";
import { remedyText } from "./remedy.ts";
import { ruleBlock } from "./rule-block.ts";
import { shortName } from "./rule-column.ts";
import { sentenceOf } from "./sentence.ts";
import { glyph, mark, paint, type Style } from "./style.ts";

export interface FindingOptions {
  /** Notes in full rather than as one line. */
  readonly showNotes: boolean;
  /** Every place of a rule rather than the first few. */
  readonly unfold: boolean;
  /** What each finding rests on, and what its remedy would cost. */
  readonly evidence: boolean;
}

/** Where sentences begin below 140 columns. */
const sentenceColumn = 20;

/** Findings by severity, two lines each: what is in force, then the remedy with the rule flush right. */
export function findingLines(
  findings: readonly Finding[],
  guests: GuestsById,
  style: Style,
  options: FindingOptions,
): readonly string[] {
  return severities.flatMap((severity) => {
    const these = findings.filter((finding) => finding.severity === severity);
    if (these.length === 0) return [];
    if (severity === "note" && !options.showNotes) return [...noteLine(these, style), ""];
    const heading = paint(severity, severity.toUpperCase(), style);
    return [heading, ...blocksOf(these).flatMap((block) => blockLines(block, guests, style, options)), ""];
  });
}

/** What a block says, whatever the width of the terminal. */
export interface BlockText {
  readonly place: string;
  readonly sentences: readonly string[];
  readonly remedy: string;
  readonly rules: readonly string[];
  readonly hint: string | undefined;
}

export function blockText(block: Block, guests: GuestsById, style: Style, unfold: boolean): BlockText {
  const { findings } = block;
  if (block.kind === "place") {
    return {
      place: placeOf(findings[0].subject, guests, style),
      sentences: [sentenceOf(findings, guests)],
      remedy: remedyText(findings, style),
      rules: findings.map(({ rule }) => rule),
      hint: undefined,
    };
  }
  const { places, sentences, remedy, folded } = ruleBlock(findings, style, unfold);
  const rule = findings[0].rule;
  return {
    place: places,
    sentences,
    remedy,
    rules: [rule],
    hint: folded ? `lanekeeper audit --rule ${rule}` : undefined,
  };
}

function blockLines(
  block: Block,
  guests: GuestsById,
  style: Style,
  { unfold, evidence }: FindingOptions,
): readonly string[] {
  const { columns } = style;
  const { place, sentences, remedy, rules, hint } = blockText(block, guests, style, unfold);
  const lead = (text: string): string => padEnd(`${text}  `, sentenceColumn - 2);
  const said = sentences.flatMap((text, at) =>
    hanging(
      at === 0 ? `${mark(block.severity, style)} ${lead(place)}` : " ".repeat(sentenceColumn),
      text,
      columns,
      sentenceColumn,
    ),
  );
  const all = hint === undefined ? "" : `all of them: ${hint}`;
  return [
    ...said,
    ...remedyLines(remedy, rules, style),
    ...(all === "" ? [] : hanging("    ", all, columns)),
    ...(evidence ? evidenceLines(block.findings, style) : []),
  ];
}

/** `  → cache=none · stop+start                drive/cache-not-coherent`; the rule on a line of its own where it must. */
function remedyLines(remedy: string, rules: readonly string[], style: Style): readonly string[] {
  const { columns } = style;
  const sign = `  ${glyph("remedy", style)} `;
  const lines = hanging(sign, remedy, columns);
  const ids = paint("quiet", rules.join(glyph("separator", style)), style);
  const last = lines.at(-1) ?? "";
  if (width(ids) <= columns - 4) return [...lines.slice(0, -1), ...apart(last, ids, columns)];
  return [...lines, ...rules.flatMap((rule) => apart("", paint("quiet", rule, style), columns).slice(-1))];
}

/** What findings rest on, what their remedies would cost, and the commands to copy; each thing once. */
export function evidenceLines(findings: readonly Finding[], style: Style): readonly string[] {
  const facts = findings.flatMap(({ evidence }) =>
    evidence.map(({ fact, value, source }) => `${fact}: ${value} [${source}]`),
  );
  const risks = findings.flatMap(({ remedy }) => remedy.risks.map((risk) => `! ${risk}`));
  const commands = findings.flatMap(({ remedy }) => remedy.commands);
  const lines = commands.map((command) => commandLines(command, 6, style).join("\n"));
  return [
    ...[...new Set([...facts, ...risks])].flatMap((text) => hanging("      ", text, style.columns, 8)),
    ...[...new Set(lines)].flatMap((text) => text.split("\n")),
  ];
}

/** So many rules are named where notes are only counted. */
const namedRules = 6;

/** Notes are counted, and their rules named; the rest is one flag away. */
export function noteLine(notes: readonly Finding[], style: Style): readonly string[] {
  const rules = new Map<string, number>();
  for (const { rule } of notes) rules.set(rule, (rules.get(rule) ?? 0) + 1);
  const told = [...rules].map(([rule, count]) =>
    count === 1 || rules.size === 1 ? shortName(rule) : `${shortName(rule)} (${count})`,
  );
  const names =
    told.slice(0, namedRules).join(", ") + (told.length > namedRules ? ` ${glyph("ellipsis", style)}` : "");
  const lines = hanging(`${paint("note", "NOTE", style)}  `, `${notes.length}: ${names}`, style.columns);
  return [...lines.slice(0, -1), ...apart(lines.at(-1) ?? "", "--show note", style.columns)];
}
