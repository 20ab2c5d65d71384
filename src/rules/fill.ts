import type { Severity } from "../model/outcome.ts";
import type { FillLevels } from "../model/thresholds.ts";

/** The severity a fill in percent has reached; undefined: there is space. */
export function severityOfFill(percent: number, levels: FillLevels): Severity | undefined {
  if (percent >= levels.critical) return "critical";
  if (percent >= levels.error) return "error";
  return percent >= levels.warning ? "warning" : undefined;
}
