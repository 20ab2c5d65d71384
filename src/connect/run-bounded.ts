import { spawn } from "node:child_process";
import { Failure } from "../model/failure.ts";

export interface BoundedRun {
  readonly argv: readonly [string, ...string[]];
  /** Goes to standard input. */
  readonly input: string;
  readonly env: NodeJS.ProcessEnv;
  /** Milliseconds. */
  readonly within: number;
  /** Bytes of output. */
  readonly atMost: number;
  /** For failures: `this node`, `root@pve1`. */
  readonly what: string;
  /** What to do where it fails. */
  readonly hint: string;
  /** A session of its own, so that what it started ends with it. Without one it keeps the terminal, to ask on. */
  readonly ownSession: boolean;
}

export interface Ran {
  readonly output: Uint8Array;
  /** null: it was ended by a signal. */
  readonly exit: number | null;
  /** The end of what it said on standard error. */
  readonly said: string;
}

const keptOfErrors = 4096;

/** Runs one command with a bound on time and output. Throws a Failure beyond these, and where it does not run. */
export function runBounded(run: BoundedRun): Promise<Ran> {
  const { argv, input, env, within, atMost, what, hint, ownSession } = run;
  const [command, ...args] = argv;
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env, stdio: ["pipe", "pipe", "pipe"], detached: ownSession });
    const chunks: Buffer[] = [];
    let size = 0;
    let said = "";
    const stop = (problem: string): void => {
      clearTimeout(timer);
      if (child.pid !== undefined) kill(ownSession ? -child.pid : child.pid);
      reject(new Failure("shell-failed", problem, hint));
    };
    const timer = setTimeout(
      () => stop(`reading ${what} took longer than ${Math.round(within / 1000)} seconds`),
      within,
    );
    child.on("error", (error) => stop(`${command} does not run: ${error.message}`));
    child.stdin.on("error", () => {}); // one that ended early is seen by what it printed
    child.stderr.on("data", (chunk: Buffer) => {
      said = (said + chunk.toString("utf8")).slice(-keptOfErrors);
    });
    child.stdout.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size > atMost) stop(`reading ${what} gave more than ${atMost} bytes`);
      else chunks.push(chunk);
    });
    child.on("close", (exit) => {
      clearTimeout(timer);
      resolve({ output: Buffer.concat(chunks), exit, said });
    });
    child.stdin.end(input);
  });
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // it ended by itself
  }
}
