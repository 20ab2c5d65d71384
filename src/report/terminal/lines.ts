import stringWidth from "string-width";
import { glyph, type Style } from "./style.ts";

/** Cells on the screen; colour codes take none. */
export function width(text: string): number {
  return /^[\x20-\x7e]*$/.test(text) ? text.length : stringWidth(text);
}

export function padEnd(text: string, cells: number): string {
  return text + " ".repeat(Math.max(0, cells - width(text)));
}

export function padStart(text: string, cells: number): string {
  return " ".repeat(Math.max(0, cells - width(text))) + text;
}

const segmenter = new Intl.Segmenter();

/** As many characters from the start as fit. */
function head(text: string, cells: number): string {
  let taken = "";
  let used = 0;
  for (const { segment } of segmenter.segment(text)) {
    used += width(segment);
    if (used > cells) break;
    taken += segment;
  }
  return taken;
}

function tail(text: string, cells: number): string {
  const reversed = [...segmenter.segment(text)].map(({ segment }) => segment).reverse();
  let taken = "";
  let used = 0;
  for (const segment of reversed) {
    used += width(segment);
    if (used > cells) break;
    taken = segment + taken;
  }
  return taken;
}

/** A text that gives way in its middle: both ends of a name tell it apart. */
export function shorten(text: string, cells: number, style: Style): string {
  if (width(text) <= cells) return text;
  const sign = glyph("ellipsis", style);
  const room = cells - width(sign);
  if (room < 2) return head(text, cells);
  const front = head(text, Math.ceil(room / 2));
  return front + sign + tail(text, room - width(front));
}

/** A text that loses its end. */
export function cutEnd(text: string, cells: number, style: Style): string {
  if (width(text) <= cells) return text;
  const sign = glyph("ellipsis", style);
  return width(sign) >= cells ? head(text, cells) : head(text, cells - width(sign)) + sign;
}

/** Words in lines of at most `cells`; the first line may have less room. A longer word is cut. */
export function wrap(text: string, cells: number, first: number = cells): readonly string[] {
  const lines: string[] = [];
  let line = "";
  const room = (): number => Math.max(1, lines.length === 0 ? first : cells);
  for (const word of text.split(" ")) {
    const joined = line === "" ? word : `${line} ${word}`;
    if (width(joined) <= room()) {
      line = joined;
      continue;
    }
    if (line !== "") lines.push(line);
    line = word;
    while (width(line) > room()) {
      // A character wider than the room is shown all the same, or this would never end.
      const piece = head(line, room()) || [...line].slice(0, 1).join("");
      lines.push(piece);
      line = line.slice(piece.length);
    }
  }
  return [...lines, line];
}

/** `lead` and then the text, its other lines under its first word. A lead that leaves no room gets its own line. */
export function hanging(
  lead: string,
  text: string,
  columns: number,
  indent: number = width(lead),
): readonly string[] {
  const hang = Math.min(indent, Math.max(2, Math.floor(columns / 2)));
  const rest = " ".repeat(hang);
  if (columns - width(lead) < Math.min(20, columns / 3)) {
    return [lead.trimEnd(), ...wrap(text, columns - hang).map((line) => rest + line)];
  }
  const [first = "", ...others] = wrap(text, columns - hang, columns - width(lead));
  return [(lead + first).trimEnd(), ...others.map((line) => rest + line)];
}

/** Pieces that stay whole, as many on a line as fit. */
export function packed(
  pieces: readonly string[],
  separator: string,
  columns: number,
  indent = "",
): readonly string[] {
  const lines: string[] = [];
  for (const piece of pieces) {
    const last = lines.at(-1);
    const joined = `${last ?? ""}${separator}${piece}`;
    if (last !== undefined && width(joined) <= columns) lines[lines.length - 1] = joined;
    else lines.push(indent + piece);
  }
  return lines;
}

/** Left and right on one line, the right part flush right; on two lines where they do not fit. */
export function apart(left: string, right: string, columns: number): readonly string[] {
  if (right === "") return [left];
  const gap = columns - width(left) - width(right);
  if (gap >= 2) return [left + " ".repeat(gap) + right];
  return [left, padStart(right, columns)];
}

/** The last word on width: what no layout could make fit loses its colours and its end. */
export function clipped(lines: readonly string[], style: Style): readonly string[] {
  return lines.map((line) => {
    if (width(line) <= style.columns) return line;
    const sign = glyph("ellipsis", style);
    return head(line.replace(/\x1b\[[\d;]*m/g, ""), style.columns - width(sign)) + sign;
  });
}
