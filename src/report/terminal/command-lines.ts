import type { Command } from "../../model/change.ts";
import { printable } from "../printable.ts";
import { width } from "./lines.ts";

/** A command as lines that can be copied: nothing before them but spaces, every break a shell would join again. */
export function commandLines({ argv }: Command, indent: number, columns: number): readonly string[] {
  const lines: string[] = [];
  let line = " ".repeat(indent);
  for (const [at, word] of argv.entries()) {
    const room = at === argv.length - 1 ? columns : columns - 2; // ` \` ends a line that goes on
    const joined = line.trim() === "" ? line + quoted(word) : `${line} ${quoted(word)}`;
    if (width(joined) <= room) {
      line = joined;
      continue;
    }
    if (line.trim() !== "") lines.push(`${line} \\`);
    const pieces = piecesOf(word, indent + 2, room);
    lines.push(...pieces.slice(0, -1).map((piece) => `${piece}\\`));
    line = pieces.at(-1) ?? "";
  }
  return [...lines, line];
}

/**
 * A word as pieces that fit a line, each quoted for itself. A backslash before the line break joins them to one word
 * again, but only where the next line begins in the first column: so only the first piece is indented.
 */
function piecesOf(word: string, indent: number, room: number): readonly string[] {
  const pieces: string[] = [];
  let piece = "";
  const lead = (): string => (pieces.length === 0 ? " ".repeat(indent) : "");
  for (const part of word.split(/(?<=,)/).flatMap((text) => [...graphemesOf(text, room - indent)])) {
    if (piece !== "" && width(lead() + quoted(piece + part)) > room - 1) {
      pieces.push(lead() + quoted(piece));
      piece = "";
    }
    piece += part;
  }
  return [...pieces, lead() + quoted(piece)];
}

/** A part between commas whole where it fits a line, else character by character. */
function graphemesOf(text: string, room: number): readonly string[] {
  return width(quoted(text)) < room ? [text] : [...text];
}

/** A word as a POSIX shell reads it; what cannot be shown is written so that bash still reads the real thing. */
export function quoted(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  const shown = printable(word);
  if (shown === word) return `'${word.replaceAll("'", "'\\''")}'`;
  const escaped = printable(word.replaceAll("\\", "\\\\").replaceAll("'", "\\'"));
  return `$'${escaped.replace(/\\u\{([0-9a-f]+)\}/g, (_, hex: string) => `\\U${hex.padStart(8, "0")}`)}'`;
}
