import type { AuditReport } from "../../model/audit-report.ts";
import { severities } from "../../model/outcome.ts";
import { apart, packed, width } from "./lines.ts";
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
function coverageWords({ coverage: { judged, due } }: AuditReport): string {
  return `${judged} of ${due} judged${due > judged ? `, ${due - judged} open` : ""}`;
}
