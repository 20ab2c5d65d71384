import type { AuditReport } from "../../model/audit-report.ts";
import { hanging } from "./lines.ts";
import type { Style } from "./style.ts";

/** Where to go from here. Only commands of this version are named. */
export function nextLines(report: AuditReport, style: Style, source: string | undefined): readonly string[] {
  const next = suggestions(report, source);
  if (next.length === 0) return [];
  const line = `Next: ${next.join("     or: ")}`;
  return line.length <= style.columns
    ? [line]
    : next.flatMap((command, at) => hanging(at === 0 ? "Next: " : "  or: ", command, style.columns));
}

function suggestions({ findings }: AuditReport, source: string | undefined): readonly string[] {
  const [worst] = findings;
  if (worst === undefined) return [];
  const guest = findings.find(({ subject }) => subject.vmid !== undefined)?.subject.vmid;
  const explain = `lanekeeper explain ${worst.rule}`;
  if (guest === undefined) return [explain];
  return [["lanekeeper show", guest, source].filter((word) => word !== undefined).join(" "), explain];
}
