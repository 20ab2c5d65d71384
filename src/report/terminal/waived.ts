import type { AuditReport, Finding } from "../../model/audit-report.ts";
import { hanging, padEnd, width } from "./lines.ts";
import { guestsById, placeOf } from "./place.ts";
import type { Style } from "./style.ts";

/** The report without what somebody answers for: that is told apart, in one line. */
export function withoutWaived(report: AuditReport): AuditReport {
  return { ...report, findings: report.findings.filter(({ waiver }) => waiver === undefined) };
}

/** `2 waived (next expires 30 Nov)`; undefined: nothing is waived. */
export function waivedWords({
  findings,
  generatedAt,
}: Pick<AuditReport, "findings" | "generatedAt">): string | undefined {
  const days = findings.flatMap(({ waiver }) => waiver?.until ?? []).sort();
  const [next] = days;
  return next === undefined
    ? undefined
    : `${days.length} waived (next expires ${dayWord(next, generatedAt.slice(0, 4))})`;
}

/** Judgements that failed and are waived; one that only a pending change would cause was not judged yet. */
export function waivedJudgements({ findings }: Pick<AuditReport, "findings">): number {
  return findings.filter(({ waiver, pendingOnly }) => waiver !== undefined && pendingOnly !== true).length;
}

/** One line; unfolded, a line for each finding with who answers for it and why. */
export function waivedLines(report: AuditReport, style: Style, unfold: boolean): readonly string[] {
  const words = waivedWords(report);
  if (words === undefined) return [];
  if (!unfold) return [words, ""];
  const guests = guestsById(report);
  const waived = report.findings.filter(isWaived);
  const places = waived.map(({ subject }) => placeOf(subject, guests, style));
  const cells = Math.min(
    32,
    places.reduce((most, place) => Math.max(most, width(place)), 0),
  );
  const listed = waived.flatMap(({ rule, waiver: { until, by, reason } }, at) =>
    hanging(
      `  ${padEnd(places[at] ?? "", cells)}  `,
      `${rule} until ${until}, ${by}: ${reason}`,
      style.columns,
    ),
  );
  return [words, ...listed, ""];
}

type WaivedFinding = Finding & Required<Pick<Finding, "waiver">>;

function isWaived(finding: Finding): finding is WaivedFinding {
  return finding.waiver !== undefined;
}

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** `30 Nov`, with its year where that is not this one. */
function dayWord(day: string, thisYear: string): string {
  const [year = "", month, date] = day.split("-");
  const word = `${Number(date)} ${months[Number(month) - 1] ?? month}`;
  return year === thisYear ? word : `${word} ${year}`;
}
