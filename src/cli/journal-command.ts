import type { Command } from "commander";
import { findJournal, readJournals, runOutput, runSummary, terminalRun, terminalRuns } from "../index.ts";
import type { RunsOutput } from "../model/run-output.ts";
import { formatOption, type StyleOptions, styleOptions } from "./options.ts";
import type { Streams } from "./streams.ts";
import { styleOf } from "./terminal-style.ts";
import { journalFolder, journalOption } from "./write-options.ts";

interface JournalOptions extends StyleOptions {
  readonly format: "terminal" | "json";
  readonly journal?: string;
}

export function addJournal(program: Command, streams: Streams): void {
  const command = program
    .command("journal")
    .argument("[run]", "one of them, the path of its file, or last")
    .description("what apply and rollback did: every run, or one step by step");
  styleOptions(formatOption(journalOption(command))).action(
    (run: string | undefined, options: JournalOptions) => {
      const folder = journalFolder(options, streams);
      if (run === undefined) listRuns(folder, options, streams);
      else showRun(folder, run, options, streams);
    },
  );
}

function listRuns(folder: string, options: JournalOptions, streams: Streams): void {
  const { runs, damaged } = readJournals(folder);
  const output: RunsOutput = {
    schema: "lanekeeper/runs/1",
    runs: runs.map(runSummary).reverse(),
    damaged,
  };
  if (options.format === "json") streams.out(`${JSON.stringify(output, null, 2)}\n`);
  else streams.out(terminalRuns(output, folder, styleOf(options, streams)));
}

function showRun(folder: string, name: string, options: JournalOptions, streams: Streams): void {
  const output = runOutput(findJournal(folder, name));
  if (options.format === "json") streams.out(`${JSON.stringify(output, null, 2)}\n`);
  else streams.out(terminalRun(output, styleOf(options, streams), { steps: true, next: [] }));
}
