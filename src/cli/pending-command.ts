import type { Command } from "commander";
import { terminalPending, waitingGuests } from "../index.ts";
import { formatOption, type StyleOptions, sourceOptions, styleOptions } from "./options.ts";
import { readSource, type SourceOptions } from "./source.ts";
import type { Streams } from "./streams.ts";
import { styleOf } from "./terminal-style.ts";

interface PendingOptions extends SourceOptions, StyleOptions {
  readonly format: "terminal" | "json";
}

export function addPending(program: Command, streams: Streams): void {
  const command = program
    .command("pending")
    .description("the guests that wait for a stop and start, and for what, whoever changed it");
  styleOptions(formatOption(sourceOptions(command))).action(async (options: PendingOptions) => {
    const output = waitingGuests(await readSource(options, streams));
    if (options.format === "json") streams.out(`${JSON.stringify(output, null, 2)}\n`);
    else streams.out(terminalPending(output, styleOf(options, streams)));
  });
}
