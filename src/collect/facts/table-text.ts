/** Texts that util-linux draws as tables. */

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** Blanks and control characters within a cell are written as `\x20`, byte by byte. */
export function unescapedCell(text: string): string {
  return text.replace(/(?:\\x[0-9a-f]{2})+/gi, (run) =>
    decoder.decode(Uint8Array.from(run.slice(2).split("\\x"), (digits) => Number.parseInt(digits, 16))),
  );
}
