import { type Command, Option } from "commander";
import { checkCluster, checkPlan, Failure, readPlanFile } from "../index.ts";
import { type CarryOutOptions, carryOut } from "./carry-out.ts";
import { formatOption, styleOptions } from "./options.ts";
import type { Streams } from "./streams.ts";
import { doorsFor, journalFolder, journalOption, writeOptions } from "./write-options.ts";

interface ApplyOptions extends CarryOutOptions {
  readonly maxAge: string;
  readonly journal?: string;
}

export function addApply(program: Command, streams: Streams): void {
  const several = (value: string, earlier: readonly string[] | undefined) => [...(earlier ?? []), value];
  const command = program
    .command("apply")
    .argument("<plan>", "what `lanekeeper plan -o plan.json` wrote")
    .description("carry out exactly that plan, step by step; never restarts a guest")
    .addOption(
      new Option(
        "--only <step>",
        "only these steps: by step, guest id or rule (repeatable, or with commas)",
      ).argParser(several),
    )
    .option("--max-age <time>", "refuse a plan made from an older reading: 30m, 24h, 7d", "24h")
    .option("--host-steps", "run what is planned on nodes too, over ssh or on this node");
  styleOptions(formatOption(journalOption(writeOptions(command)))).action(
    (plan: string, options: ApplyOptions) => runApply(plan, options, streams),
  );
}

async function runApply(path: string, options: ApplyOptions, streams: Streams): Promise<void> {
  const { plan, sha256 } = readPlanFile(path);
  checkPlan(plan, streams.now(), milliseconds(options.maxAge));
  const doors = await doorsFor(options, streams);
  try {
    await checkCluster(doors.door, plan);
    const folder = journalFolder(options, streams);
    await carryOut({ verb: "apply", plan, sha256, doors, folder }, options, streams);
  } finally {
    await doors.close();
  }
}

const units = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

function milliseconds(text: string): number {
  const [, count, unit] = /^(\d{1,5})(m|h|d)$/.exec(text) ?? [];
  if (count === undefined || (unit !== "m" && unit !== "h" && unit !== "d"))
    throw new Failure("bad-time", `--max-age ${text} is no time`, "for example 30m, 24h or 7d");
  return Number(count) * units[unit];
}
