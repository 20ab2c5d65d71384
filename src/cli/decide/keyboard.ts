import process from "node:process";
import type { Streams } from "../streams.ts";

export type Key =
  | { readonly name: "up" | "down" | "enter" | "escape" | "space" | "end" }
  | { readonly name: "letter"; readonly letter: string };

/** Keys as they are pressed, until it is closed. */
export interface Keyboard {
  readonly next: () => Promise<Key>;
  readonly close: () => void;
}

/** A terminal that hands over single keys. */
export interface KeySource {
  readonly setRawMode: (on: boolean) => unknown;
  readonly on: (event: string, listener: (chunk: Buffer) => void) => unknown;
  readonly off: (event: string, listener: (chunk: Buffer) => void) => unknown;
  readonly resume: () => unknown;
  readonly pause: () => unknown;
}

/** undefined: there is no keyboard, or a terminal on which nothing can be drawn again. */
export function keyboardOf({ ask, env }: Streams): Keyboard | undefined {
  return ask === undefined || env["TERM"] === "dumb" || !process.stdin.isTTY
    ? undefined
    : openKeyboard(process.stdin, () => process.exit(130));
}

/** The escape key begins what arrow keys send, too: alone this long, it was the key. Milliseconds. */
const patience = 40;

/** Ctrl-C comes as a key here, and `interrupt` does what it does elsewhere: see interrupt.ts. */
export function openKeyboard(source: KeySource, interrupt: () => void): Keyboard {
  const keys: Key[] = [];
  let waiting: ((key: Key) => void) | undefined;
  let held = "";
  let timer: NodeJS.Timeout | undefined;
  const give = (key: Key): void => {
    if (waiting === undefined) keys.push(key);
    else waiting(key);
    waiting = undefined;
  };
  const close = (): void => {
    clearTimeout(timer);
    source.off("data", read);
    source.off("end", ended);
    source.setRawMode(false);
    source.pause();
  };
  const take = (text: string): void => {
    held = "";
    if (text.includes("\x03")) {
      close();
      interrupt();
    } else for (const key of keysIn(text)) give(key);
  };
  const read = (chunk: Buffer): void => {
    clearTimeout(timer);
    const text = held + chunk.toString("utf8");
    held = text;
    if (text.endsWith("\x1b")) timer = setTimeout(take, patience, text);
    else take(text);
  };
  const ended = (): void => give({ name: "end" });
  source.setRawMode(true);
  source.on("data", read);
  source.on("end", ended);
  source.resume();
  return {
    next: () =>
      new Promise((pressed) => {
        const key = keys.shift();
        if (key === undefined) waiting = pressed;
        else pressed(key);
      }),
    close,
  };
}

const named: Readonly<Record<string, Exclude<Key["name"], "letter">>> = {
  "\x1b[A": "up",
  "\x1bOA": "up",
  "\x1b[D": "up",
  "\x1bOD": "up",
  "\x1b[B": "down",
  "\x1bOB": "down",
  "\x1b[C": "down",
  "\x1bOC": "down",
  "\t": "down",
  "\r": "enter",
  "\n": "enter",
  " ": "space",
  "\x1b": "escape",
  "\x04": "end",
};

/** Sequences of other keys are read as a whole, and mean nothing. */
export function keysIn(text: string): readonly Key[] {
  const sequences = text.matchAll(/\x1b\[[\x30-\x3f]*[\x20-\x2f]*[\x40-\x7e]|\x1bO[A-Z]|[\s\S]/gu);
  return [...sequences].flatMap(([key]): readonly Key[] => {
    const name = named[key];
    if (name !== undefined) return [{ name }];
    return /^[\x21-\x7e]$/.test(key) ? [{ name: "letter", letter: key.toLowerCase() }] : [];
  });
}
