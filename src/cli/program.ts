import { Command, CommanderError } from "commander";
import { addApply } from "./apply-command.ts";
import { addAssumptions } from "./assumptions-command.ts";
import { addAudit } from "./audit-command.ts";
import { addCollect } from "./collect-command.ts";
import { addCompletion } from "./completion-command.ts";
import { addDecide } from "./decide/decide-command.ts";
import { addDoctor } from "./doctor-command.ts";
import { addExplain } from "./explain-command.ts";
import { reportFailure } from "./failures.ts";
import { addInit } from "./init-command.ts";
import { addJournal } from "./journal-command.ts";
import { addPending } from "./pending-command.ts";
import { addPlan } from "./plan-command.ts";
import { addPolicy } from "./policy-command.ts";
import { addRestart } from "./restart-command.ts";
import { addRollback } from "./rollback-command.ts";
import { addRules } from "./rules-command.ts";
import { addShow } from "./show-command.ts";
import { type Streams, systemStreams } from "./streams.ts";
import { version } from "./version.ts";

/** Runs one command line; the exit code is 0 clean, 1 findings, 2 could not (docs: contract of `audit`). */
export async function run(args: readonly string[], streams: Streams = systemStreams()): Promise<void> {
  const program = createProgram(streams);
  try {
    await program.parseAsync([...args], { from: "user" });
  } catch (error) {
    streams.exit(error instanceof CommanderError ? usageCode(error) : reportFailure(error, streams));
  }
}

/** Help and version end well; every other stop of the parser is bad usage, which is 2. */
function usageCode(error: CommanderError): number {
  return error.exitCode === 0 ? 0 : 2;
}

export function createProgram(streams: Streams): Command {
  const program = new Command("lanekeeper")
    .description(
      "Says what is really in force on every Proxmox VE virtual disk, what breaks the policy, and how to repair it.",
    )
    .version(version, "-V, --version", "print the version")
    .helpOption("-h, --help", "print help")
    .helpCommand(false)
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => streams.out(text),
      writeErr: (text) => streams.err(text),
      outputError: (text, write) => write(text.replace(/^error: /, "lanekeeper: ")),
    });
  for (const add of [
    addAudit,
    addShow,
    addPlan,
    addExplain,
    addDecide,
    addApply,
    addPending,
    addRestart,
    addRollback,
    addJournal,
    addRules,
    addPolicy,
    addAssumptions,
    addInit,
    addCollect,
    addDoctor,
    addCompletion,
  ])
    add(program, streams);
  return program;
}
