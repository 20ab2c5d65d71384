import type { Streams } from "./streams.ts";

/** After this long a person wants to know what goes on. Milliseconds. */
const patience = 700;
const betweenLines = 100;

/** One line on the terminal that says what is done, how far it is and how long it took; nothing in a pipe. */
export function progressLine(
  { err, terminal }: Streams,
  doing = "reading",
): {
  readonly show: (what: string, done: number, of: number) => void;
  readonly clear: () => void;
} {
  const began = Date.now();
  let shownAt = 0;
  let shown = false;
  return {
    show(what, done, of) {
      const now = Date.now();
      if (terminal === undefined || now - began < patience || now - shownAt < betweenLines) return;
      shownAt = now;
      shown = true;
      const seconds = Math.round((now - began) / 1000);
      err(`\r\u001b[2K${doing} ${what}: ${done} of ${of}, ${seconds} s`);
    },
    clear() {
      if (shown) err("\r\u001b[2K");
      shown = false;
    },
  };
}
