import process from "node:process";
import { Failure, type LocalMachine, localMachine } from "../index.ts";

/** The terminal a command talks to; tests hand in their own. */
export interface Streams {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Resolves once what was written is taken, so that a report of 100,000 guests does not pile up in memory. */
  readonly drained: () => Promise<void>;
  readonly exit: (code: number) => void;
  readonly stdin: () => Promise<Uint8Array>;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** undefined: standard output is no terminal. */
  readonly terminal: { readonly columns: number; readonly rows: number } | undefined;
  /** Asks one question on the terminal; undefined: there is none to ask on. */
  readonly ask: ((question: string) => Promise<string>) | undefined;
  /** The same without showing what is typed. */
  readonly askSecret: ((question: string) => Promise<string>) | undefined;
  /** The working directory. */
  readonly folder: string;
  /** The machine this runs on, which may be a node. */
  readonly machine: LocalMachine;
  /** The clock: UTC, ISO 8601. */
  readonly now: () => string;
}

export function systemStreams(): Streams {
  const { stdout, stderr } = process;
  // A reader that goes away (`| head`) is no error of ours.
  stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 2));
  return {
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
    drained: async () => {
      if (stdout.writableNeedDrain) await new Promise<void>((taken) => stdout.once("drain", () => taken()));
    },
    exit: (code) => {
      process.exitCode = code;
    },
    stdin: readAll,
    env: process.env,
    ask: process.stdin.isTTY && stdout.isTTY ? askOnTerminal : undefined,
    askSecret: process.stdin.isTTY && stderr.isTTY ? askHidden : undefined,
    folder: process.cwd(),
    terminal: stdout.isTTY ? { columns: stdout.columns, rows: stdout.rows } : undefined,
    machine: localMachine(),
    now: () => new Date().toISOString(),
  };
}

/** The end of the input is no answer: whoever stops wants nothing written. */
async function askOnTerminal(question: string): Promise<string> {
  const { createInterface } = await import("node:readline");
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return await new Promise<string>((answered, stopped) => {
      terminal.on("close", () => stopped(new Failure("stopped", "stopped; nothing was written")));
      terminal.question(question, answered);
    });
  } finally {
    terminal.close();
  }
}

/** The question goes to standard error, so that a report can be piped on. */
async function askHidden(question: string): Promise<string> {
  const { createInterface } = await import("node:readline");
  const { Writable } = await import("node:stream");
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  process.stderr.write(question);
  try {
    return await new Promise<string>((answered, stopped) => {
      terminal.on("close", () => stopped(new Failure("stopped", "stopped; nothing was sent")));
      terminal.question("", answered);
    });
  } finally {
    terminal.close();
    process.stderr.write("\n");
  }
}

async function readAll(): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Uint8Array); // no encoding is set, so chunks are bytes
  return Buffer.concat(chunks);
}
