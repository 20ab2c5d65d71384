import type { Command } from "commander";
import { Failure, realTime, restartGuests, terminalRestart } from "../index.ts";
import type { RestartOutput } from "../model/run-output.ts";
import { stopRequest } from "./carry-out-stop.ts";
import { formatOption, type StyleOptions, styleOptions } from "./options.ts";
import { progressLine } from "./progress.ts";
import type { Streams } from "./streams.ts";
import { styleOf } from "./terminal-style.ts";
import { confirm, doorsFor, type WriteOptions, writeOptions } from "./write-options.ts";

interface RestartCommandOptions extends WriteOptions, StyleOptions {
  readonly format: "terminal" | "json";
  readonly timeout: string;
  readonly parallel: string;
  readonly hard?: boolean;
}

export function addRestart(program: Command, streams: Streams): void {
  const command = program
    .command("restart")
    .argument("<vmid...>", "the guests, and no others")
    .description(
      "shut guests down and start them, so that what waits is in force; stops at the first failure",
    )
    .option("--timeout <seconds>", "how long a guest may take to shut down", "180")
    .option(
      "--hard",
      "stop hard what has not shut down by then; guests that high availability manages: through it",
    )
    .option("--parallel <n>", "so many at once, each on another node", "1");
  styleOptions(formatOption(writeOptions(command))).action(
    (vmids: readonly string[], options: RestartCommandOptions) => runRestart(vmids, options, streams),
  );
}

async function runRestart(
  words: readonly string[],
  options: RestartCommandOptions,
  streams: Streams,
): Promise<void> {
  const vmids = [...new Set(words.map((word) => wholeNumber(word, "a guest's id")))];
  const timeout = wholeNumber(options.timeout, "a number of seconds for --timeout");
  const parallel = wholeNumber(options.parallel, "a number of guests for --parallel");
  const style = styleOf(options, streams);
  const doors = await doorsFor(options, streams);
  const { door } = doors;
  try {
    const hard = options.hard === true;
    const end = hard ? `stopped hard after ${timeout} s` : "never stopped hard";
    await confirm(`Shut down and start ${vmids.join(", ")} as ${door.who}, ${end}?`, options, streams);
    const { reason, hear } = stopRequest(streams, finishing);
    const deaf = hear();
    const progress = progressLine(streams, "restarting");
    let ended = 0;
    const wait = (milliseconds: number): Promise<void> => {
      progress.show("guests", ended, vmids.length);
      return realTime(milliseconds);
    };
    const how = { timeout, hard, parallel, wait, stop: reason };
    const results = await restartGuests(door, vmids, how, (result) => {
      ended += 1;
      progress.clear();
      if (options.format === "terminal") streams.out(terminalRestart(result, style));
    });
    deaf();
    const output: RestartOutput = { schema: "lanekeeper/restart/1", results };
    if (options.format === "json")
      streams.out(`${JSON.stringify(output, null, 2)}
`);
    const done = results.filter(({ outcome }) => outcome === "restarted").length;
    const touched = results.some(({ outcome }) => outcome !== "refused");
    streams.exit(done === results.length ? 0 : touched ? 3 : 2);
  } finally {
    await doors.close();
  }
}

const finishing =
  "the guests that are going down are started again, and no other is shut down; once more, and it ends at once: then look whether one stands still";

function wholeNumber(text: string, what: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new Failure("bad-number", `${text} is not ${what}`);
  return Number(text);
}
