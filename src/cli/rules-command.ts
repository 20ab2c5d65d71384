import type { Command } from "commander";
import { printable, ruleList, textTable } from "../index.ts";
import type { RulesOutput } from "../model/command-output.ts";
import { formatOption, policyOption, type StyleOptions, styleOptions } from "./options.ts";
import { type PolicyOptions, readPolicy } from "./policy-source.ts";
import type { Streams } from "./streams.ts";
import { styleOf } from "./terminal-style.ts";

interface RulesOptions extends PolicyOptions, StyleOptions {
  readonly format: "terminal" | "json";
}

export function addRules(program: Command, streams: Streams): void {
  const command = program
    .command("rules")
    .description(
      "every rule, in the order in which findings are shown; your own from the policy file after them",
    );
  styleOptions(formatOption(policyOption(command))).action((options: RulesOptions) =>
    runRules(options, streams),
  );
}

async function runRules(options: RulesOptions, streams: Streams): Promise<void> {
  const { policy } = await readPolicy(options, streams);
  if (options.format === "json") {
    const rules = [
      ...ruleList.map(({ id, severity, summary, needs }) => ({ id, severity, summary, needs })),
      ...policy.ownRules.map(({ id, severity, summary, needs, written }) => ({
        id,
        severity,
        summary,
        needs,
        origin: written.source,
      })),
    ];
    const output: RulesOutput = { schema: "lanekeeper/rules/1", rules };
    streams.out(`${JSON.stringify(output, null, 2)}\n`);
    return;
  }
  const { columns } = styleOf(options, streams);
  const rows = ruleList.map(({ id, severity, summary }) => [id, severity, summary]);
  const own = policy.ownRules.map(({ id, severity, summary, written }) => [
    id,
    severity,
    printable(`${summary}   ${written.source}`),
  ]);
  streams.out(textTable(["rule", "at most", "fails when"], [...rows, ...own], columns));
}
