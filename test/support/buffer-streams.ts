import type { Streams } from "../../src/cli/streams.ts";

export interface BufferStreams {
  readonly streams: Streams;
  readonly written: { out: string; err: string; code: number | undefined };
}

/** Streams that keep what a command writes; the clock stands still. */
export function bufferStreams(given: Partial<Streams> = {}): BufferStreams {
  const written: BufferStreams["written"] = { out: "", err: "", code: undefined };
  const streams: Streams = {
    out: (text) => {
      written.out += text;
    },
    err: (text) => {
      written.err += text;
    },
    drained: async () => {},
    exit: (code) => {
      written.code = code;
    },
    stdin: async () => new Uint8Array(),
    env: { LANG: "C.UTF-8", COLUMNS: "80" },
    terminal: undefined,
    ask: undefined,
    askSecret: undefined,
    folder: "/nowhere", // no policy file of whoever runs the tests
    machine: { isNode: () => false, run: async () => new Uint8Array() },
    now: () => "2026-11-22T09:46:00.000Z",
    ...given,
  };
  return { streams, written };
}
