import type { AuditReport } from "../../model/audit-report.ts";
import type { Lane } from "../../model/resolved.ts";
import { blocksOf } from "./blocks.ts";
import { blockText } from "./findings.ts";
import { gapsOf } from "./gaps.ts";
import { guestsOf } from "./guests-of.ts";
import { cutEnd, packed, padEnd, shorten, width } from "./lines.ts";
import { nextLines } from "./next.ts";
import { counted, guestsById } from "./place.ts";
import { glyph, mark, type Style } from "./style.ts";
import { countWords, unreadWords, verdictLines } from "./verdict.ts";
import { laneNames } from "./words.ts";

/** So many findings stand in a summary; it has to fit one screen. */
const mostFindings = 8;

/** One line that says how a cluster stands; what was lost comes first, since the end is what a narrow line loses. */
export function clusterLine(report: AuditReport, style: Style): string {
  const { judged, due } = report.coverage;
  const lost = unreadWords(report).map((words) => `${mark("open", style)} ${words}`);
  const critical = report.open.filter(({ severity }) => severity === "critical").length;
  return [
    report.cluster.name,
    ...lost,
    ...countWords(report, style),
    // what could be critical never reads as clean
    ...(critical === 0 ? [] : [`${mark("open", style)} ${critical} could be critical`]),
    `${judged} of ${due} judged`,
  ].join("  ");
}

/** At most 20 lines: the verdict, the worst, what is open, the lanes, and where to go. */
export function summaryLines(
  report: AuditReport,
  style: Style,
  source: string | undefined,
): readonly string[] {
  return [
    ...verdictLines(report, style),
    "",
    ...worstLines(report, style),
    ...openLine(report, style),
    "",
    ...laneLine(report, style),
    ...guestLine(report, style),
    "",
    ...nextLines(report, style, source),
  ];
}

function worstLines(report: AuditReport, style: Style): readonly string[] {
  const guests = guestsById(report);
  const blocks = blocksOf(report.findings);
  const shown = blocks.filter(({ severity }) => severity !== "note").slice(0, mostFindings);
  const texts = shown.map((block) => ({ block, ...blockText(block, guests, style, false) }));
  const cells = Math.min(
    24,
    texts.reduce((most, { place }) => Math.max(most, width(place)), 0),
  );
  const lines = texts.map(({ block, place, sentences }) => {
    const lead = `${mark(block.severity, style)} ${padEnd(shorten(place, cells, style), cells)}  `;
    return lead + firstClause(sentences[0] ?? "", style.columns - width(lead), style);
  });
  const left = report.findings.length - shown.reduce((sum, { findings }) => sum + findings.length, 0);
  return left === 0 ? lines : [...lines, `  and ${counted(left, "more finding")}`];
}

/** As much of a sentence as one line holds, cut where a clause ends if it can be. */
function firstClause(sentence: string, cells: number, style: Style): string {
  if (width(sentence) <= cells) return sentence;
  const clauses = [sentence.split(/[;:]/)[0] ?? "", sentence.split(/[;:]|, and /)[0] ?? ""];
  return clauses.find((clause) => width(clause) <= cells) ?? cutEnd(sentence, cells, style);
}

function openLine({ open }: AuditReport, style: Style): readonly string[] {
  const due = open.filter((judgement) => judgement.due);
  const [most] = gapsOf(due);
  if (most === undefined) return [];
  const sign = `${mark("open", style)} `;
  return [
    sign +
      firstClause(`${due.length} open, most for want of: ${most.fact}`, style.columns - width(sign), style),
  ];
}

function laneLine({ guests }: AuditReport, style: Style): readonly string[] {
  const lanes: readonly Lane[] = ["shared", "replicated", "local", "none", "unknown"];
  const parts = lanes.flatMap((lane) => {
    const members = guests.filter((guest) => guest.lane === lane);
    if (members.length === 0) return [];
    const pinned = members.filter((guest) => guest.pinned.some(({ kind }) => kind === "device")).length;
    const sign = lane === "none" || lane === "unknown" ? "" : `${glyph(lane, style)} `;
    return [`${sign}${laneNames[lane]} ${members.length}${pinned > 0 ? `, of them ${pinned} pinned` : ""}`];
  });
  return packed(parts, "    ", style.columns, "  ");
}

function guestLine({ guests, findings }: AuditReport, style: Style): readonly string[] {
  const vmidsOf = guestsOf(guests);
  const found = new Set(findings.flatMap(({ subject }) => vmidsOf(subject)));
  const clean = guests.filter(({ vmid, unreadable }) => !found.has(vmid) && unreadable.length === 0).length;
  const waiting = guests.filter(({ pending }) => pending !== undefined).length;
  const verb = waiting === 1 ? "waits" : "wait";
  const power = waiting === 0 ? "nothing waits" : `${counted(waiting, "guest")} ${verb}`;
  const pass = `${clean} of ${counted(guests.length, "guest")} without findings`;
  return packed([pass, `${power} for a power cycle`], "   ", style.columns, "  ");
}
