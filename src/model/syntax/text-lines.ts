/** A physical line: `text` without its ending, `ending` as it stood ("" only at the end of the file). */
export interface TextLine {
  readonly text: string;
  readonly ending: string;
}

/** Splits at \n and \r\n; a file that ends in a line break has no empty last line. Joined, the lines are the file. */
export function splitLines(text: string): readonly TextLine[] {
  const lines: TextLine[] = [];
  let start = 0;
  while (start < text.length) {
    const feed = text.indexOf("\n", start);
    if (feed < 0) {
      lines.push({ text: text.slice(start), ending: "" });
      break;
    }
    const carriage = feed > start && text.charCodeAt(feed - 1) === 13;
    lines.push({ text: text.slice(start, carriage ? feed - 1 : feed), ending: carriage ? "\r\n" : "\n" });
    start = feed + 1;
  }
  return lines;
}

export function joinLines(lines: readonly TextLine[]): string {
  let text = "";
  for (const line of lines) text += line.text + line.ending;
  return text;
}

/** What Perl's \s takes in bytes; JavaScript's takes more (no-break space, byte order mark). */
function isSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13);
}

/** Cuts white space off both ends in one pass, however much of it there is. */
export function trimSpace(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isSpace(text.charCodeAt(start))) start++;
  while (end > start && isSpace(text.charCodeAt(end - 1))) end--;
  return text.slice(start, end);
}
