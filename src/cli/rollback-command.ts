import type { Command } from "commander";
import { checkCluster, checkPlan, findJournal, inversePlan, sha256Of } from "../index.ts";
import { type CarryOutOptions, carryOut } from "./carry-out.ts";
import { formatOption, styleOptions } from "./options.ts";
import type { Streams } from "./streams.ts";
import { tool } from "./version.ts";
import { doorsFor, journalFolder, journalOption, writeOptions } from "./write-options.ts";

interface RollbackOptions extends CarryOutOptions {
  readonly journal?: string;
}

export function addRollback(program: Command, streams: Streams): void {
  const command = program
    .command("rollback")
    .argument(
      "<run>",
      "a run that `lanekeeper journal` lists, the path of its file, or last: the last apply that wrote anything",
    )
    .description("take a run back, where guests are still as it left them; never restarts a guest")
    .option("--host-steps", "take back what was run on nodes too");
  styleOptions(formatOption(journalOption(writeOptions(command)))).action(
    (run: string, options: RollbackOptions) => runRollback(run, options, streams),
  );
}

async function runRollback(name: string, options: RollbackOptions, streams: Streams): Promise<void> {
  const folder = journalFolder(options, streams);
  const run = findJournal(folder, name, { toUndo: true });
  const doors = await doorsFor(options, streams);
  try {
    await checkCluster(doors.door, run.begin);
    const now = streams.now();
    const plan = await inversePlan(run, doors.door, { tool, now });
    checkPlan(plan, now, 0);
    const sha256 = sha256Of(JSON.stringify(plan));
    const undoes = run.begin.run;
    await carryOut({ verb: "rollback", plan, sha256, doors, folder, undoes }, options, streams);
  } finally {
    await doors.close();
  }
}
