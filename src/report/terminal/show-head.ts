import type { Finding } from "../../model/audit-report.ts";
import { severities } from "../../model/outcome.ts";
import { apart, hanging } from "./lines.ts";
import { mark, paint, type Style } from "./style.ts";

/** What a page is about on the left, how much was found of it on the right. */
export function headLine(left: string, findings: readonly Finding[], style: Style): readonly string[] {
  const wrapped = hanging("", left, style.columns, 2);
  return [
    ...wrapped.slice(0, -1),
    ...apart(wrapped.at(-1) ?? "", countsText(findings, style), style.columns),
  ];
}

function countsText(findings: readonly Finding[], style: Style): string {
  const counts = severities.flatMap((severity) => {
    const count = findings.filter(
      (finding) => finding.severity === severity && finding.waiver === undefined,
    ).length;
    return count === 0 ? [] : [`${mark(severity, style)} ${paint(severity, `${count} ${severity}`, style)}`];
  });
  return counts.length === 0 ? "nothing found" : counts.join("  ");
}
