import { ruleList } from "../../src/index.ts";

/** docs/rules.md: every rule with its page and the facts it needs. */
export function rulesPage(): string {
  const rows = ruleList.map(
    ({ id, severity, summary, needs }) =>
      `| [${id}](../src/rules/${id}.md) | ${severity} | ${summary} | ${needs.join(", ")} |`,
  );
  return `# Rules

${ruleList.length} rules, in the order in which findings of one severity are shown. The severity is the worst a rule
gives; its page says when.

| rule | at most | fails when | needs |
|---|---|---|---|
${rows.join("\n")}
`;
}
