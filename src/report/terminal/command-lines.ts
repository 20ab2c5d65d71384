import type { Command } from "../../model/change.ts";
import { printable } from "../printable.ts";
import { width } from "./lines.ts";
import type { Style } from "./style.ts";

/** A command as lines that can be copied: nothing before them but spaces, every break a shell would join again. */
export function commandLines(
  { argv }: Command,
  indent: number,
  { columns, ascii }: Pick<Style, "columns" | "ascii">,
): readonly string[] {
  const lines: string[] = [];
  let line = " ".repeat(indent);
  for (const [at, word] of argv.entries()) {
    const room = at === argv.length - 1 ? columns : columns - 2; // ` \` ends a line that goes on
    const joined = line.trim() === "" ? line + quoted(word, ascii) : `${line} ${quoted(word, ascii)}`;
    if (width(joined) <= room) {
      line = joined;
      continue;
    }
    if (line.trim() !== "") lines.push(`${line} \\`);
    const pieces = piecesOf(word, indent + 2, room, ascii);
    lines.push(...pieces.slice(0, -1).map((piece) => `${piece}\\`));
    line = pieces.at(-1) ?? "";
  }
  return [...lines, line];
}

/**
 * A word as pieces that fit a line, each quoted for itself. A backslash before the line break joins them to one word
 * again, but only where the next line begins in the first column: so only the first piece is indented.
 */
function piecesOf(word: string, indent: number, room: number, ascii: boolean): readonly string[] {
  const pieces: string[] = [];
  let piece = "";
  const lead = (): string => (pieces.length === 0 ? " ".repeat(indent) : "");
  for (const part of word.split(/(?<=,)/).flatMap((text) => [...graphemesOf(text, room - indent, ascii)])) {
    if (piece !== "" && width(lead() + quoted(piece + part, ascii)) > room - 1) {
      pieces.push(lead() + quoted(piece, ascii));
      piece = "";
    }
    piece += part;
  }
  return [...pieces, lead() + quoted(piece, ascii)];
}

/** A part between commas whole where it fits a line, else character by character. */
function graphemesOf(text: string, room: number, ascii: boolean): readonly string[] {
  return width(quoted(text, ascii)) < room ? [text] : [...text];
}

/** Code points beyond ASCII by number, where they cannot be shown: never by a sign that looks alike. */
function spelled(text: string, ascii: boolean): string {
  const seen = printable(text);
  return ascii
    ? seen.replace(/[^\x00-\x7f]/gu, (sign) => `\\u{${(sign.codePointAt(0) ?? 0).toString(16)}}`)
    : seen;
}

/** A word as a POSIX shell reads it; what cannot be shown is written so that bash still reads the real thing. */
function quoted(word: string, ascii: boolean): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  const shown = spelled(word, ascii);
  if (shown === word) return `'${word.replaceAll("'", "'\\''")}'`;
  const escaped = spelled(word.replaceAll("\\", "\\\\").replaceAll("'", "\\'"), ascii);
  return `$'${escaped.replace(/\\u\{([0-9a-f]+)\}/g, (_, hex: string) => `\\U${hex.padStart(8, "0")}`)}'`;
}
