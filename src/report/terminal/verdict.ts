import type { AuditReport } from "../../model/audit-report.ts";
import { severities } from "../../model/outcome.ts";
import { apart, packed, width } from "./lines.ts";
import { counted } from "./place.ts";
import { mark, paint, type Style } from "./style.ts";

/** `✗ 2 critical   ▲ 2 error     403 of 412 judged, 9 open`: the line that both ends of a report say. */
export function verdictLines(report: AuditReport, style: Style): readonly string[] {
  const left = countWords(report, style).join("   ");
  const right = coverageWords(report);
  const { columns } = style;
  if (width(left) + width(right) + 2 <= columns) return apart(left, right, columns);
  return packed([...countWords(report, style), right], "   ", columns);
}

export function countWords({ counts }: AuditReport, style: Style): readonly string[] {
  const found = severities
    .filter((severity) => counts[severity] > 0)
    .map(
      (severity) => `${mark(severity, style)} ${paint(severity, `${counts[severity]} ${severity}`, style)}`,
    );
  const words = counts.waived > 0 ? [...found, `${counts.waived} waived`] : found;
  return words.length === 0 ? ["nothing failed"] : words;
}

/** What was judged of what is due; what only a declaration could answer is not due. */
function coverageWords(report: AuditReport): string {
  const { judged, due } = report.coverage;
  const open = due > judged ? `, ${due - judged} open` : "";
  return [`${judged} of ${due} judged${open}`, ...unreadWords(report)].join(", ");
}

/** What lies in a file that could not be read is in no count of what is due: it is said beside it. */
export function unreadWords({ unreadableFiles }: AuditReport): readonly string[] {
  const lines = unreadableFiles.filter(({ line }) => line !== undefined).length;
  const files = unreadableFiles.length - lines;
  return [
    ...(files === 0 ? [] : [`${counted(files, "file")} not read`]),
    ...(lines === 0 ? [] : [`${counted(lines, "line")} skipped`]),
  ];
}
