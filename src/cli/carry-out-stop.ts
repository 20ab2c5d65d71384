import { constants } from "node:os";
import process from "node:process";
import type { Streams } from "./streams.ts";

/** Whether whoever watches wants nothing further begun. */
export interface StopRequest {
  /** Why; undefined: go on. */
  readonly reason: () => string | undefined;
  /** From now on signals are heard; what it returns hands them back. */
  readonly hear: () => () => void;
}

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** npm and npx hand a Ctrl-C on that the terminal has sent already: so soon it is the same one. Milliseconds. */
const sameOne = 500;

/**
 * Neither a signal nor an output that nobody reads may end the program between a call and its record, or while a guest is
 * shut down and not started yet. Whoever writes asks for a reason before anything further begins. A second signal ends
 * at once. `finishing`: what the first one still waits for.
 */
export function stopRequest({ err }: Pick<Streams, "err">, finishing: string): StopRequest {
  let reason: string | undefined;
  let heardAt: number | undefined;
  const onSignal = (signal: NodeJS.Signals): void => {
    const now = Date.now();
    // a terminal that closes may send more than one SIGHUP
    if (heardAt !== undefined && now - heardAt > sameOne && signal !== "SIGHUP")
      process.exit(128 + constants.signals[signal]);
    if (heardAt === undefined) err(`\nlanekeeper: ${finishing}\n`);
    heardAt ??= now;
    reason ??= "interrupted";
  };
  for (const stream of [process.stdout, process.stderr]) {
    // they stay: the exit code tells what was done, not who read of it
    stream.removeAllListeners("error");
    stream.on("error", () => {
      reason ??= "nobody reads the output any more";
    });
  }
  return {
    reason: () => reason,
    hear() {
      for (const signal of signals) process.on(signal, onSignal);
      return () => {
        for (const signal of signals) process.off(signal, onSignal);
      };
    },
  };
}
