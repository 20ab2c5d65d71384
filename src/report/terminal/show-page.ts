import type { Finding, OpenJudgement, SubjectKind } from "../../model/audit-report.ts";
import type { Medium } from "../../model/drive.ts";
import type { Missing } from "../../model/fact.ts";
import type { Severity } from "../../model/outcome.ts";
import type { PageGuest } from "../../model/place-page.ts";
import { bytesText, percentText } from "../../model/quantity-text.ts";
import { clipped, hanging, padEnd, width } from "./lines.ts";
import { openLines } from "./open.ts";
import { counted } from "./place.ts";
import { showFindings } from "./show-finding.ts";
import { mark, type Style } from "./style.ts";
import { missingLines } from "./topology.ts";

/** What the pages of `show` for storages, pools and nodes have in common. */

/** The page, then what was found of the thing itself and what is open of it: of guests there are signs and counts. */
export function pageText(
  kind: SubjectKind,
  lines: readonly string[],
  findings: readonly Finding[],
  open: readonly OpenJudgement[],
  style: Style,
): string {
  const own = <T extends Finding | OpenJudgement>(items: readonly T[]): readonly T[] =>
    items.filter(({ subject }) => subject.kind === kind);
  const all = [
    ...lines,
    ...showFindings(own(findings), style),
    ...openLines({ open: own(open) }, style, true),
  ];
  while (all.at(-1) === "") all.pop();
  return `${clipped(all, style).join("\n")}\n`;
}

/** A heading, and what belongs to it; nothing at all where there is nothing. */
export function section(heading: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [heading, ...lines, ""];
}

/** Names in a column, what they are beside them. */
export function pairLines(pairs: readonly (readonly [string, string])[], style: Style): readonly string[] {
  const cells = Math.max(0, ...pairs.map(([name]) => width(name)));
  return pairs.flatMap(([name, text]) => hanging(`  ${padEnd(name, cells)}  `, text, style.columns));
}

interface Row {
  /** One cell wide, or as wide in every row. */
  readonly sign: string;
  readonly cells: readonly string[];
}

/** The sign of the worst that was found. */
export const signOf = (worst: Severity | null, style: Style): string =>
  worst === null ? " " : mark(worst, style);

/** Rows whose columns stand under each other; the last one may wrap. A sign comes first. */
export function rowLines(rows: readonly Row[], style: Style): readonly string[] {
  const most = Math.max(0, ...rows.map(({ cells }) => cells.length - 1));
  const widths = Array.from({ length: most }, (_, at) =>
    Math.max(...rows.map(({ cells }) => width(cells[at] ?? ""))),
  );
  return rows.flatMap(({ sign, cells }) => {
    const lead = widths.flatMap((cell, at) => (cell === 0 ? [] : [padEnd(cells[at] ?? "", cell)])).join("  ");
    return hanging(`${sign} ${lead}  `, cells.at(-1) ?? "", style.columns);
  });
}

/** More guests than this are counted rather than listed, but for those with findings. */
const listedInFull = 20;

export function guestLines(guests: readonly PageGuest[], style: Style): readonly string[] {
  const shown =
    guests.length <= listedInFull
      ? guests
      : guests.filter(({ worst }) => worst !== null).slice(0, listedInFull);
  const rows = shown.map(({ vmid, name, node, keys, worst }) => ({
    sign: signOf(worst, style),
    cells: [String(vmid), name, node ?? "?", keys.join(", ")],
  }));
  const left = guests.length - shown.length;
  const more = left === 0 ? [] : [`  and ${counted(left, "more guest")}`];
  const heading = guests.length === 0 ? "No guest is on it" : counted(guests.length, "guest");
  const next = guests.some(({ worst }) => worst !== null) ? ["  `show <id>` tells what was found"] : [];
  return [heading, ...rowLines(rows, style), ...more, ...next, ""];
}

/** What the page lacks, and what would tell. */
export function notReadLines(missing: readonly Missing[], style: Style): readonly string[] {
  return section("Not read", missingLines(missing, style));
}

/** `94 % of 2.7T`; ? where neither is known. */
export function fillText(percent: number | null, total: number | null): string {
  if (percent === null) return total === null ? "fill ?" : bytesText(total);
  return total === null ? percentText(percent) : `${percentText(percent)} of ${bytesText(total)}`;
}

export function mediumText(medium: Medium | "unknown"): string {
  return { ssd: "SSD", hdd: "spinning disks", unknown: "medium ?" }[medium];
}

export function usageText(
  usage: { readonly active: boolean; readonly total: number; readonly used: number } | null,
): string {
  if (usage === null) return "fill ?";
  if (!usage.active || usage.total === 0) return usage.active ? "fill ?" : "not active";
  return fillText((usage.used / usage.total) * 100, usage.total);
}
