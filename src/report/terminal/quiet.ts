import type { AuditReport } from "../../model/audit-report.ts";
import { sizeWords } from "./header.ts";
import { hanging, width } from "./lines.ts";
import { mark, type Style } from "./style.ts";
import { waivedJudgements, waivedWords } from "./waived.ts";
import { readAt } from "./words.ts";

/** The one line of a report without findings. The tick needs everything that is due to be judged, and nothing lost. */
export function quietLines(report: AuditReport, style: Style): readonly string[] {
  const { columns } = style;
  const left = `${report.cluster.name}  ${quietVerdict(report, style)}`;
  const size = sizeWords(report).slice(0, 2).join(", ");
  const right = `${size}, read ${readAt(report)}`;
  const gap = columns - width(left) - width(right);
  if (gap >= 2) return [left + " ".repeat(gap) + right];
  return [...hanging("", left, columns, 2), ...hanging("  ", right, columns)];
}

function quietVerdict(report: AuditReport, style: Style): string {
  const { coverage, unreadableFiles, guests, open } = report;
  const words = waivedWords(report);
  const waived = words === undefined ? "" : `, ${words}`;
  // What is waived failed: it is judged, and no pass.
  const failed = waivedJudgements(report);
  const [judged, due] = [coverage.judged - failed, coverage.due - failed];
  if (guests.length === 0) return `${mark("open", style)} no guests found, nothing was judged`;
  if (judged < due)
    return `${mark("open", style)} ${judged} of ${coverage.due} pass, ${due - judged} open, nothing failed${waived}`;
  if (coverage.due === 0) return `${mark("open", style)} nothing could be judged`;
  if (unreadableFiles.length > 0)
    return `${mark("open", style)} what could be read passes, ${judged} judgements${waived}`;
  if (open.some(({ severity }) => severity === "critical"))
    return `${mark("open", style)} ${judged} judgements pass, something critical is open${waived}`;
  return `${mark("pass", style)} ${words === undefined ? `all ${judged} judgements pass` : `${judged} pass${waived}`}`;
}
