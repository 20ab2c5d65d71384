import { type Label, labelOf } from "./labels.ts";

/** Lines that stand together, and what was said above them. */
export interface Block {
  readonly label: Label | undefined;
  /** 1-based, of its first line. */
  readonly line: number;
  readonly lines: readonly string[];
}

/** Marks of a forum around code, and the last prompt, which waits for a command. */
const noise = /^\s*(?:\[\/?(?:CODE|SPOILER)\b[^\]]*\]|```\w*)\s*$/i;

/**
 * The text between labels, in blocks that empty lines divide. One margin that all lines have is taken off: a forum or a
 * mail puts it there.
 */
export function blocksOf(text: string): readonly Block[] {
  const lines = withoutMargin(text.replace(/^\uFEFF/, "").split(/\r\n|\r|\n/)).map((line) =>
    noise.test(line) ? "" : line,
  );
  const blocks: { readonly label: Label | undefined; readonly line: number; readonly lines: string[] }[] = [];
  let label: Label | undefined;
  let open = false;
  for (const [index, line] of lines.entries()) {
    const found = labelOf(line, (lines[index - 1] ?? "").trim() === "");
    if (found !== undefined) label = found;
    if (found !== undefined || line.trim() === "") {
      open = false;
      continue;
    }
    if (!open) blocks.push({ label, line: index + 1, lines: [] });
    open = true;
    blocks.at(-1)?.lines.push(line);
  }
  return blocks;
}

function withoutMargin(lines: readonly string[]): readonly string[] {
  const margins = lines
    .filter((line) => line.trim() !== "")
    .map((line) => line.length - line.trimStart().length);
  const margin = margins.reduce((least, one) => Math.min(least, one), margins[0] ?? 0);
  return margin === 0 ? lines : lines.map((line) => line.slice(margin));
}
