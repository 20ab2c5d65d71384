import type { Scalar } from "yaml";

/**
 * Where each character of a scalar's value stands in the file, so that an error inside it can be pointed at: blocks are
 * indented, folded lines become blanks, quotes escape. One place more than there are characters: the end.
 */
export function placesIn(scalar: Scalar.Parsed, text: string): readonly number[] {
  const value = scalar.source;
  const block = scalar.type === "BLOCK_LITERAL" || scalar.type === "BLOCK_FOLDED";
  const quoted = scalar.type === "QUOTE_SINGLE" || scalar.type === "QUOTE_DOUBLE";
  let at = block ? text.indexOf("\n", scalar.range[0]) + 1 : scalar.range[0] + (quoted ? 1 : 0);
  const indent = block ? (/^(?:[ \t]*\r?\n)*( *)/.exec(text.slice(at))?.[1]?.length ?? 0) : 0;
  if (block) at += indentAt(text, at, indent);
  const places: number[] = [];
  for (const character of value) {
    at = afterEscapedBreak(scalar, text, at);
    for (let unit = 0; unit < character.length; unit++) places.push(at);
    const next = value[places.length];
    if (/\s/.test(character) && /[\r\n]/.test(text[at] ?? "")) {
      // Several line ends in the value can be one run in a folded text: the last of them takes it all.
      const last = next !== "\n";
      if (block) {
        do at = afterLine(text, at, indent);
        while (last && /[\r\n]/.test(text[at] ?? ""));
      } else if (last) at += /^\s*/.exec(text.slice(at))?.[0].length ?? 0;
    } else if (character === " " && !block && /^[ \t]+\r?\n/.test(text.slice(at))) {
      at += /^\s*/.exec(text.slice(at))?.[0].length ?? 0;
    } else at += escapeLength(scalar, text, at) || character.length;
  }
  places.push(at);
  return places;
}

function afterLine(text: string, at: number, indent: number): number {
  const next = text.indexOf("\n", at) + 1;
  return next === 0 ? text.length : next + indentAt(text, next, indent);
}

/** The blanks of a line that belong to the block and not to its text. */
function indentAt(text: string, at: number, indent: number): number {
  let blanks = 0;
  while (blanks < indent && text[at + blanks] === " ") blanks++;
  return blanks;
}

/** How many characters stand for one in quotes; 0: it stands for itself. */
function escapeLength({ type }: Scalar.Parsed, text: string, at: number): number {
  if (type === "QUOTE_SINGLE") return text[at] === "'" ? 2 : 0;
  if (type !== "QUOTE_DOUBLE" || text[at] !== "\\") return 0;
  return { x: 4, u: 6, U: 10 }[text[at + 1] ?? ""] ?? 2;
}

/** A backslash at the end of a line in double quotes: the value has nothing there. */
function afterEscapedBreak({ type }: Scalar.Parsed, text: string, at: number): number {
  return at + (type === "QUOTE_DOUBLE" ? (/^\\\r?\n\s*/.exec(text.slice(at, at + 500))?.[0].length ?? 0) : 0);
}
