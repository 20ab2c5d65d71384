import { run } from "../../src/cli/program.ts";
import type { Streams } from "../../src/cli/streams.ts";
import { type BufferStreams, bufferStreams } from "./buffer-streams.ts";

/** Runs a command line inside the test and returns what it wrote and its exit code. */
export async function runCli(
  args: readonly string[],
  given: Partial<Streams> = {},
): Promise<BufferStreams["written"]> {
  const { streams, written } = bufferStreams(given);
  await run(args, streams);
  return written;
}
