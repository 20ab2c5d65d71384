import {
  type FactKind,
  type FactSource,
  factSources,
  markdownTable,
  ruleList,
  sourceNames,
  supplies,
} from "../../src/index.ts";
import { judgingRules, outcomeOn, settledExamples } from "../../test/support/judged-examples.ts";
import { fromSource } from "../../test/support/source-reductions.ts";

/** docs/facts.md: which facts each rule looks at, who supplies them, and what a rule can say from one source alone. */
export function factsPage(): string {
  return `# Facts

What each rule looks at, and where it can be had. A fact that a source lacks makes a rule open where it matters, never a
pass; where every possible value gives the same verdict, the rule judges all the same.

## Facts and their sources
✓ supplied, – not, else what it supplies of it. The facts script and ssh as root give the same.

${factTable()}
## Rules and sources
What a rule says of the examples on its page, reduced to what one source tells: ✓ all as with every fact, ~ some of them
or less severely, – none: open, until a better source is given. \`lanekeeper explain <rule>\` names the facts.

${ruleTable()}`;
}

const read = ["etc-pve", "pvereport", "api", "shell"] as const;

function factTable(): string {
  const rows = (Object.keys(supplies) as FactKind[]) // its own keys
    .map((fact) => [fact, ...factSources.map((source) => supplyText(fact, source))]);
  return markdownTable(["fact", ...factSources.map((source) => sourceNames[source])], rows);
}

function supplyText(fact: FactKind, source: FactSource): string {
  const supply = supplies[fact][source];
  return supply === undefined ? "–" : supply === "yes" ? "✓" : supply.partly;
}

function ruleTable(): string {
  const judging = new Map(judgingRules.map((rule) => [rule.id as string, rule]));
  const rows = ruleList.map(({ id, needs }) => {
    const rule = judging.get(id);
    const marks = read.map((source) => (rule === undefined ? "✓" : markOf(rule, source)));
    return [`[${id}](../src/rules/${id}.md)`, needs.join(", "), ...marks];
  });
  return markdownTable(["rule", "looks at", ...read.map((source) => sourceNames[source])], rows);
}

function markOf(rule: (typeof judgingRules)[number], source: (typeof read)[number]): string {
  const examples = settledExamples(rule);
  const judged = examples.filter((example) => {
    const outcome = outcomeOn(rule, example, fromSource[source](example.snapshot));
    return outcome?.kind === "pass" || outcome?.kind === "fail";
  });
  // A fact that is missing can leave the verdict and take from its severity.
  const whole = judged.filter((example) => {
    const outcome = outcomeOn(rule, example, fromSource[source](example.snapshot));
    return outcome?.kind !== "fail" || (outcome.severity ?? rule.severity) === example.severity;
  });
  if (whole.length === examples.length) return "✓";
  return judged.length === 0 ? "–" : "~";
}
