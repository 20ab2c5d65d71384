import type { Command } from "../../model/change.ts";
import { commandLines } from "./command-lines.ts";
import { packed, width } from "./lines.ts";
import type { Style } from "./style.ts";

/** A command of many options as lines that can be copied, each option on one line with its value. */
export function pairedLines({ argv }: Command, style: Pick<Style, "columns" | "ascii">): readonly string[] {
  const pieces = groups(argv).map((words) => commandLines({ argv: words }, 0, style));
  const whole = pieces.every(
    ([piece = "", ...more]) => more.length === 0 && width(piece) <= style.columns - 4,
  );
  if (!whole) return commandLines({ argv }, 0, style);
  const lines = packed(pieces.flat(), " ", style.columns - 2, "  ");
  return lines.map(
    (line, at) => (at === 0 ? line.trimStart() : line) + (at === lines.length - 1 ? "" : " \\"),
  );
}

/** The command with its arguments, then each option with what belongs to it. */
function groups(argv: readonly string[]): readonly (readonly string[])[] {
  const found: string[][] = [];
  for (const word of argv) {
    const last = found.at(-1);
    if (last === undefined || word.startsWith("--")) found.push([word]);
    else last.push(word);
  }
  return found;
}
