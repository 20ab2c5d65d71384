import { Failure, printable } from "../index.ts";
import type { Streams } from "./streams.ts";
import { version } from "./version.ts";

/** A known failure is one line, a hint and a code; anything else is a bug and says how to report it. Exit 2. */
export function reportFailure(error: unknown, streams: Streams): 2 {
  if (error instanceof Failure) {
    if (error.located !== undefined) {
      streams.err(error.located);
      return 2;
    }
    streams.err(`lanekeeper: ${printable(error.message)}\n`);
    const hint = error.hint === undefined ? "" : `${printable(error.hint)}  `;
    streams.err(`  ${hint}(${error.code})\n`);
    return 2;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  streams.err(`lanekeeper ${version}: this is a bug, not your cluster\n${stack}\n`);
  streams.err("  report it with `lanekeeper collect --from … --redact -o bundle.json`\n");
  return 2;
}
