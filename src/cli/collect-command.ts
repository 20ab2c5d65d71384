import { type Command, Option } from "commander";
import { Failure, factsScript, redact } from "../index.ts";
import { sourceOptions } from "./options.ts";
import { readSource, type SourceOptions } from "./source.ts";
import type { Streams } from "./streams.ts";
import { writeWhole } from "./write-whole.ts";

interface CollectOptions extends SourceOptions {
  readonly output?: string;
  readonly redact?: boolean;
  readonly script?: boolean;
}

export function addCollect(program: Command, streams: Streams): void {
  const command = program
    .command("collect")
    .description("write a source as one bundle: a fixture, a bug report, an offline audit")
    .addOption(new Option("-o, --output <file>", "bundle.json or bundle.json.gz; - for standard output"))
    .option("--script", "print the script that reads a node, for sh on that node; its output is a source")
    .option("--redact", "take out names, serials, addresses and descriptions; shape and relations stay");
  sourceOptions(command).action((options: CollectOptions) => runCollect(options, streams));
}

async function runCollect(options: CollectOptions, streams: Streams): Promise<void> {
  if (options.script === true) return printScript(options, streams);
  if (options.output === undefined) {
    const hint = "--output <file> for a bundle, or --script for the script that reads a node";
    throw new Failure("no-output", "collect needs --output, or --script", hint);
  }
  const snapshot = await readSource(options, streams);
  const written = options.redact === true ? redact(snapshot) : snapshot;
  const text = `${JSON.stringify(written, null, 1)}\n`;
  if (options.output === "-") {
    streams.out(text);
    return;
  }
  await writeWhole(options.output, text);
  const lost = written.unreadable.length;
  streams.err(
    `${written.guests.length} guests written to ${options.output}${lost === 0 ? "" : `, ${lost} files were unreadable`}\n`,
  );
}

/** The script reads a node by itself: what else is asked for would be ignored. */
function printScript({ from, demo, output, redact: redacted }: CollectOptions, streams: Streams): void {
  if (from !== undefined || demo === true || output !== undefined || redacted === true) {
    const hint = "lanekeeper collect --script | ssh root@<node> sh -s > <node>.txt";
    throw new Failure("script-alone", "--script is printed as it is and takes no source or output", hint);
  }
  streams.out(factsScript());
}
