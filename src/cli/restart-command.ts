import type { Command } from "commander";
import { Failure, printable, realTime, restartGuests, terminalRestart } from "../index.ts";
import type { RestartOutput, RestartResult } from "../model/run-output.ts";
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
    const { reason, hear } = stopRequest(streams, finishing);
    let deaf = (): void => {};
    const agree: RestartOptions["agree"] = async (guests) => {
      const preview = guests.map((guest) => `${printable(previewWords(guest), style.ascii)}\n`).join("");
      if (options.format === "terminal") streams.out(preview);
      // nobody should say yes to what was not shown
      else if (options.yes !== true && streams.ask !== undefined) streams.err(preview);
      await confirm(`Shut down and start ${vmids.join(", ")} as ${door.who}, ${end}?`, options, streams);
      deaf = hear();
    };
    const progress = progressLine(streams, "restarting");
    let ended = 0;
    const wait = (milliseconds: number): Promise<void> => {
      progress.show("guests", ended, vmids.length);
      return realTime(milliseconds);
    };
    const how = { timeout, hard, parallel, wait, stop: reason, agree };
    const results = await restartGuests(door, vmids, how, (result) => {
      ended += 1;
      progress.clear();
      if (options.format === "terminal") streams.out(terminalRestart(result, style));
    });
    deaf();
    finish(results, options, streams);
  } finally {
    await doors.close();
  }
}

type RestartOptions = Parameters<typeof restartGuests>[2];
type RestartPreview = Parameters<NonNullable<RestartOptions["agree"]>>[0][number];

/** `103 mail on pve1: comes into force: scsi0` */
function previewWords({ vmid, name, node, ha, waiting, hindrance }: RestartPreview): string {
  const who = [vmid, ...(name === undefined ? [] : [name]), ...(node === undefined ? [] : [`on ${node}`])];
  const comes = waiting.length === 0 ? "nothing waits" : `comes into force: ${waiting.join(", ")}`;
  return `${who.join(" ")}${ha ? ", managed by high availability" : ""}: ${hindrance ?? comes}`;
}

/** Exit 0: all restarted; 3: a part, or one failed; 2: nothing was touched. */
function finish(
  results: readonly RestartResult[],
  { format }: Pick<RestartCommandOptions, "format">,
  streams: Streams,
): void {
  const output: RestartOutput = { schema: "lanekeeper/restart/1", results };
  if (format === "json") streams.out(`${JSON.stringify(output, null, 2)}\n`);
  const isWhole = results.every(({ outcome }) => outcome === "restarted");
  const touched = results.some(({ outcome }) => outcome !== "refused");
  streams.exit(isWhole ? 0 : touched ? 3 : 2);
}

const finishing =
  "the guests that are going down are started again, and no other is shut down; once more, and it ends at once: then look whether one stands still";

function wholeNumber(text: string, what: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new Failure("bad-number", `${text} is not ${what}`);
  return Number(text);
}
