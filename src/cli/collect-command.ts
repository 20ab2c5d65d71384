import { type Command, Option } from "commander";
import { redact } from "../index.ts";
import { sourceOptions } from "./options.ts";
import { readSource, type SourceOptions } from "./source.ts";
import type { Streams } from "./streams.ts";
import { writeWhole } from "./write-whole.ts";

interface CollectOptions extends SourceOptions {
  readonly output: string;
  readonly redact?: boolean;
}

export function addCollect(program: Command, streams: Streams): void {
  const command = program
    .command("collect")
    .description("write a source as one bundle: a fixture, a bug report, an offline audit")
    .addOption(
      new Option(
        "-o, --output <file>",
        "bundle.json or bundle.json.gz; - for standard output",
      ).makeOptionMandatory(),
    )
    .option("--redact", "take out names, serials, addresses and descriptions; shape and relations stay");
  sourceOptions(command).action((options: CollectOptions) => runCollect(options, streams));
}

async function runCollect(options: CollectOptions, streams: Streams): Promise<void> {
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
