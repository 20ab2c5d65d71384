import type { Command } from "commander";
import { defaultPolicy, judgedAssumptions, resolve, terminalAssumptions } from "../index.ts";
import type { AssumptionsOutput } from "../model/command-output.ts";
import { formatOption, type StyleOptions, sourceOptions, styleOptions } from "./options.ts";
import { readSource, type SourceOptions } from "./source.ts";
import type { Streams } from "./streams.ts";
import { styleOf } from "./terminal-style.ts";

interface AssumptionsOptions extends SourceOptions, StyleOptions {
  readonly format: "terminal" | "json";
}

export function addAssumptions(program: Command, streams: Streams): void {
  const command = program
    .command("assumptions")
    .description("what the policy takes for true, with sources; with a source, whether it holds there");
  styleOptions(formatOption(sourceOptions(command))).action((options: AssumptionsOptions) =>
    runAssumptions(options, streams),
  );
}

async function runAssumptions(options: AssumptionsOptions, streams: Streams): Promise<void> {
  const without = options.from === undefined && options.demo !== true;
  const cluster = without ? undefined : resolve(await readSource(options, streams), defaultPolicy);
  const assumptions = judgedAssumptions(cluster);
  const named = cluster === undefined ? {} : { cluster: cluster.name };
  if (options.format === "json") {
    const output: AssumptionsOutput = { schema: "lanekeeper/assumptions/1", ...named, assumptions };
    streams.out(`${JSON.stringify(output, null, 2)}\n`);
  } else streams.out(terminalAssumptions({ ...named, assumptions }, styleOf(options, streams)));
}
