import type { Command } from "commander";
import { markdownPolicy, policyData, terminalPolicy } from "../index.ts";
import { formatOption, type StyleOptions, styleOptions } from "./options.ts";
import type { Streams } from "./streams.ts";
import { styleOf } from "./terminal-style.ts";

interface PolicyOptions extends StyleOptions {
  readonly format: "terminal" | "json" | "markdown";
}

export function addPolicy(program: Command, streams: Streams): void {
  const command = program
    .command("policy")
    .description("the policy itself: lanes, what each quadrant wants, cache modes, aio, quick reference");
  styleOptions(formatOption(command, ["terminal", "json", "markdown"])).action((options: PolicyOptions) => {
    if (options.format === "json") streams.out(`${JSON.stringify(policyData(), null, 2)}\n`);
    else if (options.format === "markdown") streams.out(markdownPolicy());
    else streams.out(terminalPolicy(styleOf(options, streams).columns));
  });
}
