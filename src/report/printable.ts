/**
 * Text from guests and configs as it may be shown: what a terminal would obey, or a reader would not see, is spelled
 * out. A line break in a name must not become a line of the report.
 */
export function printable(text: string, ascii = false): string {
  const seen = text.replace(invisible, spelledOut);
  return ascii ? seen.replace(beyondAscii, (character) => inAscii[character] ?? spelledOut(character)) : seen;
}

/**
 * Controls, format characters (bidi, zero-width, tags), line separators, lone surrogates, and the letters and
 * selectors that draw nothing or change how wide their neighbour is drawn.
 */
const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}\u2800]/gu;

const beyondAscii = /[^\x00-\x7f]/gu;

/** The signs our own sentences use, for a terminal that has none of them. */
const inAscii: Readonly<Record<string, string>> = {
  "›": ">",
  "→": "->",
  "…": "...",
  "·": ",",
  "–": "-",
  "×": "x",
  "≥": ">=",
  "≤": "<=",
  "’": "'",
};

/** `\x1b`, `\u{202e}` */
function spelledOut(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  return code <= 0xff ? `\\x${hex.padStart(2, "0")}` : `\\u{${hex}}`;
}

/**
 * A value whose every string, keys of records included, may be shown. `argv` stays as it is: a command has to name
 * the real thing, and is quoted when it is written out.
 */
export function printableIn<T>(value: T, ascii: boolean): T {
  return mapStrings(value, (text) => printable(text, ascii)) as T; // strings become strings, the shape stays
}

function mapStrings(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === "string") return change(value);
  if (Array.isArray(value)) return value.map((item: unknown) => mapStrings(item, change));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]: [string, unknown]) => [
      change(key),
      key === "argv" ? item : mapStrings(item, change),
    ]),
  );
}
