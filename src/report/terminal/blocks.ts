import type { Finding } from "../../model/audit-report.ts";
import type { Severity } from "../../model/outcome.ts";

/** Findings that are shown together: one rule over many places, or everything one command repairs at one place. */
export type Block =
  | {
      readonly kind: "rule";
      readonly severity: Severity;
      readonly findings: readonly [Finding, ...Finding[]];
    }
  | {
      readonly kind: "place";
      readonly severity: Severity;
      readonly findings: readonly [Finding, ...Finding[]];
    };

/** From this many places on, a rule speaks once. */
const manyPlaces = 3;

/** Blocks in the order of their worst finding. Grouping by rule comes before grouping by place. */
export function blocksOf(findings: readonly Finding[]): readonly Block[] {
  const places = new Map<string, number>();
  for (const finding of findings) {
    const key = ruleKey(finding);
    places.set(key, (places.get(key) ?? 0) + 1);
  }
  const blocks = new Map<string, [Finding, ...Finding[]]>();
  for (const finding of findings) {
    const byRule = (places.get(ruleKey(finding)) ?? 0) >= manyPlaces;
    const key = byRule ? `rule ${ruleKey(finding)}` : `place ${placeKey(finding)}`;
    const block = blocks.get(key);
    if (block === undefined) blocks.set(key, [finding]);
    else block.push(finding);
  }
  return [...blocks].map(([key, block]) => ({
    kind: key.startsWith("rule ") ? "rule" : "place",
    severity: block[0].severity,
    findings: block,
  }));
}

function ruleKey({ rule, severity }: Finding): string {
  return `${severity} ${rule}`;
}

/** Same place, same severity and one command: repaired once, so read once. Whatever else stands alone. */
function placeKey({ id, severity, subject, remedy, clearedByPending, pendingOnly }: Finding): string {
  if (remedy.kind !== "change" || remedy.commands.length === 0) return id;
  return JSON.stringify([
    severity,
    subject,
    remedy.commands,
    clearedByPending ?? false,
    pendingOnly ?? false,
  ]);
}
