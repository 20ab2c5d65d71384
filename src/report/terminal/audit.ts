import type { AuditReport } from "../../model/audit-report.ts";
import { printableIn } from "../printable.ts";
import { type FindingOptions, findingLines } from "./findings.ts";
import { assumedLines, headerLines, oneNodeLine, policyLines } from "./header.ts";
import { laneTables } from "./lane-table.ts";
import { clipped } from "./lines.ts";
import { lostLines, notJudgedLines } from "./lost.ts";
import { nextLines } from "./next.ts";
import { openLines } from "./open.ts";
import { guestsById } from "./place.ts";
import { quietLines } from "./quiet.ts";
import type { Style } from "./style.ts";
import { clusterLine, summaryLines } from "./summary.ts";
import { verdictLines } from "./verdict.ts";
import { waivedLines, withoutWaived } from "./waived.ts";
import { wideFindingLines } from "./wide-findings.ts";

export interface AuditTextOptions {
  /** Notes in full rather than as one line. */
  readonly showNotes?: boolean;
  /** Evidence and risks under each finding, nothing folded, lane tables also when all is well. */
  readonly verbose?: boolean;
  /** One line for the cluster. */
  readonly summary?: boolean;
  /** Every place of every rule: what `--rule` promises. */
  readonly unfold?: boolean;
  /** `--demo`, `--from ./pve`: what the commands of the last line need to find the same cluster. */
  readonly source?: string;
}

/** The audit for a terminal: what was lost, what was found, the lanes, what is open, and the verdict at both ends. */
export function terminalAudit(given: AuditReport, style: Style, options: AuditTextOptions = {}): string {
  const report = printableIn(given, style.ascii);
  const lines =
    options.summary === true
      ? [clusterLine(withoutWaived(report), style)]
      : fullLines(report, style, options);
  return `${clipped(lines, style).join("\n")}\n`;
}

function fullLines(all: AuditReport, style: Style, options: AuditTextOptions): readonly string[] {
  const { verbose = false, showNotes = false, unfold = false } = options;
  const findingOptions: FindingOptions = { showNotes, unfold: unfold || verbose, evidence: verbose };
  const report = withoutWaived(all);
  if (report.findings.length === 0) return quietReport(all, style, verbose);
  const guests = guestsById(report);
  const wide = style.columns >= 140;
  const found = wide ? wideFindingLines : findingLines;
  const lines = [
    ...headerLines(report, style),
    ...policyLines(report, style),
    "",
    ...lostLines(report, style, verbose),
    ...verdictLines(report, style),
    "",
    ...found(report.findings, guests, style, findingOptions),
    ...waivedLines(all, style, verbose || unfold),
    ...oneNodeLine(report, style),
    ...laneTables(report, style, { unfold: verbose, notes: showNotes }),
    ...openLines(report, style, verbose),
    ...withBlank(notJudgedLines(report, style)),
  ];
  // The last lines are what remains on the screen: where the report does not fit, they say more.
  const tall = style.rows !== undefined && lines.length + 2 > style.rows;
  return [
    ...lines,
    ...(tall ? summaryLines(report, style, options.source) : lastLines(report, style, options)),
  ];
}

function lastLines(report: AuditReport, style: Style, { source }: AuditTextOptions): readonly string[] {
  return [...verdictLines(report, style), ...nextLines(report, style, source)];
}

function quietReport(all: AuditReport, style: Style, verbose: boolean): readonly string[] {
  const report = withoutWaived(all);
  const more = [
    ...(verbose ? withBlank(policyLines(report, style)) : []),
    ...assumedLines(report, style),
    ...lostLines(report, style, verbose),
    ...(verbose ? waivedLines(all, style, true) : []),
    ...oneNodeLine(report, style),
    ...(verbose ? laneTables(report, style, { unfold: true, notes: true }) : []),
    ...openLines(report, style, verbose),
    ...notJudgedLines(report, style),
  ];
  while (more.at(-1) === "") more.pop();
  return [...quietLines(all, style), ...(more.length === 0 ? [] : ["", ...more])];
}

function withBlank(lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [...lines, ""];
}
