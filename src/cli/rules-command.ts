import type { Command } from "commander";
import { ruleList, textTable } from "../index.ts";
import type { RulesOutput } from "../model/command-output.ts";
import { formatOption, type StyleOptions, styleOptions } from "./options.ts";
import type { Streams } from "./streams.ts";
import { styleOf } from "./terminal-style.ts";

interface RulesOptions extends StyleOptions {
  readonly format: "terminal" | "json";
}

export function addRules(program: Command, streams: Streams): void {
  const command = program
    .command("rules")
    .description("every rule, in the order in which findings are shown");
  styleOptions(formatOption(command)).action((options: RulesOptions) => {
    if (options.format === "json") {
      const rules = ruleList.map(({ id, severity, summary, needs }) => ({ id, severity, summary, needs }));
      const output: RulesOutput = { schema: "lanekeeper/rules/1", rules };
      streams.out(`${JSON.stringify(output, null, 2)}\n`);
      return;
    }
    const rows = ruleList.map(({ id, severity, summary }) => [id, severity, summary]);
    streams.out(textTable(["rule", "at most", "fails when"], rows, styleOf(options, streams).columns));
  });
}
