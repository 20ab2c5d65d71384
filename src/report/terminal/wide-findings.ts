import type { Finding } from "../../model/audit-report.ts";
import { severities } from "../../model/outcome.ts";
import { blocksOf } from "./blocks.ts";
import { type BlockText, blockText, evidenceLines, type FindingOptions, noteLine } from "./findings.ts";
import { padEnd, shorten, width, wrap } from "./lines.ts";
import type { GuestsById } from "./place.ts";
import { shortName } from "./rule-column.ts";
import { glyph, mark, paint, type Style } from "./style.ts";

interface Row extends BlockText {
  readonly sign: string;
  readonly rule: string;
  readonly findings: readonly Finding[];
}

/** From 140 columns on a finding is one line: place, sentence, remedy, rule. What does not fit goes on in its column. */
export function wideFindingLines(
  findings: readonly Finding[],
  guests: GuestsById,
  style: Style,
  options: FindingOptions,
): readonly string[] {
  const notes = options.showNotes ? [] : findings.filter(({ severity }) => severity === "note");
  const told = options.showNotes ? findings : findings.filter(({ severity }) => severity !== "note");
  const names = rulesByShortName(findings);
  const rows = severities
    .flatMap((severity) => blocksOf(told.filter((finding) => finding.severity === severity)))
    .map((block): Row => {
      const text = blockText(block, guests, style, options.unfold);
      const [only, ...more] = text.rules.map((rule) =>
        names.get(shortName(rule))?.size === 1 ? shortName(rule) : rule,
      );
      const remedy = text.remedy.replace(
        `${glyph("separator", style)}stop+start`,
        ` ${glyph("stopStart", style)}`,
      );
      const rule = more.length > 1 ? `${more.length + 1} rules` : [only, ...more].join(", ");
      // Brackets say already that nobody chose it.
      const sentences = text.sentences.map((sentence) => sentence.replaceAll(", nobody set it)", ")"));
      return {
        ...text,
        sentences,
        remedy,
        sign: mark(block.severity, style),
        rule,
        findings: block.findings,
      };
    });
  const lines = rowLines(rows, style, options);
  const end = notes.length === 0 ? [] : noteLine(notes, style);
  return [...lines, ...end, ""];
}

function rulesByShortName(findings: readonly Finding[]): ReadonlyMap<string, ReadonlySet<string>> {
  const names = new Map<string, Set<string>>();
  for (const { rule } of findings)
    names.set(shortName(rule), (names.get(shortName(rule)) ?? new Set()).add(rule));
  return names;
}

function rowLines(rows: readonly Row[], style: Style, { evidence }: FindingOptions): readonly string[] {
  const widest = (of: (row: Row) => string, most: number): number =>
    Math.min(
      most,
      rows.reduce((cells, row) => Math.max(cells, width(of(row))), 0),
    );
  const place = widest((row) => row.place, 32);
  const rule = widest((row) => row.rule, 34);
  const room = style.columns - 2 - place - rule - 6;
  const remedy = widest((row) => row.remedy, Math.floor(room * 0.4));
  const sentence = room - remedy;
  return rows.flatMap((row) => {
    const said = row.sentences.flatMap((text) => wrap(text, sentence));
    const cure = wrap(row.remedy, remedy);
    const where = [shorten(row.place, place, style)];
    const height = Math.max(said.length, cure.length);
    const lines = Array.from({ length: height }, (_, at) => {
      const cells = [
        padEnd(where[at] ?? "", place),
        padEnd(said[at] ?? "", sentence),
        padEnd(cure[at] ?? "", remedy),
      ];
      const id = at === 0 ? paint("quiet", shorten(row.rule, rule, style), style) : "";
      return `${at === 0 ? row.sign : " "} ${[...cells, id].join("  ")}`.trimEnd();
    });
    const hint = row.hint === undefined ? [] : [`${" ".repeat(place + 4)}all of them: ${row.hint}`];
    return [...lines, ...hint, ...(evidence ? evidenceLines(row.findings, style) : [])];
  });
}
