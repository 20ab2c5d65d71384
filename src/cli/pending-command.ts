import type { Command } from "commander";
import { readJournals, terminalPending, waitingGuests } from "../index.ts";
import { formatOption, type StyleOptions, sourceOptions, styleOptions } from "./options.ts";
import { readSource, type SourceOptions } from "./source.ts";
import type { Streams } from "./streams.ts";
import { styleOf } from "./terminal-style.ts";
import { journalFolder, journalOption } from "./write-options.ts";

interface PendingOptions extends SourceOptions, StyleOptions {
  readonly format: "terminal" | "json";
  readonly journal?: string;
}

export function addPending(program: Command, streams: Streams): void {
  const command = program
    .command("pending")
    .description("the guests that wait for a stop and start, and for what, whoever changed it");
  styleOptions(formatOption(journalOption(sourceOptions(command)))).action(
    async (options: PendingOptions) => {
      const { runs } = readJournals(journalFolder(options, streams));
      const output = waitingGuests(await readSource(options, streams), runs);
      if (options.format === "json") streams.out(`${JSON.stringify(output, null, 2)}\n`);
      else streams.out(terminalPending(output, styleOf(options, streams)));
    },
  );
}
