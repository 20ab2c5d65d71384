import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { ClusterSnapshot } from "../../src/model/cluster.ts";
import type { Outcome } from "../../src/model/outcome.ts";
import { defaultPolicy } from "../../src/model/policy.ts";
import type { JudgedKind, Rule } from "../../src/model/rule.ts";
import { ruleList } from "../../src/rules/index.ts";
import { type Example, readExample } from "./example.ts";
import { exampleLines, judge } from "./rule-page.ts";

/** Rules that judge a subject; drive/unreadable looks at lines that are none. */
export const judgingRules: readonly Rule<JudgedKind>[] = ruleList.flatMap(
  (rule) => (rule.subject === "unreadable" ? [] : [rule as unknown as Rule<JudgedKind>]), // `judge` gives each its own subject
);

/** The examples of a rule's page that pass or fail when everything is known. */
export function settledExamples(rule: Rule<JudgedKind>): readonly Example[] {
  const path = fileURLToPath(new URL(`../../src/rules/${rule.id}.md`, import.meta.url));
  return exampleLines(readFileSync(path, "utf8"))
    .map(readExample)
    .filter(({ verdict }) => verdict === "pass" || verdict === "fail");
}

/** What the rule says of an example whose cluster was changed; undefined: its subject is not to be seen any more. */
export function outcomeOn(
  rule: Rule<JudgedKind>,
  { drive, driveFailures, named }: Example,
  snapshot: ClusterSnapshot,
): Outcome | undefined {
  try {
    return judge(rule, snapshot, drive, defaultPolicy, driveFailures, named);
  } catch (error) {
    if (error instanceof Error && error.message.startsWith("guest 101 has no")) return undefined;
    throw error;
  }
}
