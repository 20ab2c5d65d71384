import stringWidth from "string-width";

/** A plain table: columns as wide as their content, two spaces between, the last column wraps. */
export function textTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  columns: number,
): string {
  const all = [head, ...rows];
  const widths = head.map((_, index) => Math.max(...all.map((row) => stringWidth(row[index] ?? ""))));
  const words = head.map((_, index) => Math.max(...all.map((row) => longestWord(row[index] ?? ""))));
  const fitted = fitTo(widths, words, columns);
  return all.map((row) => tableRow(row, fitted)).join("");
}

const gap = 2;
const narrowest = 8;

/** The widest columns give way until all fit: first where lines can be broken between words, then anywhere. */
function fitTo(widths: readonly number[], words: readonly number[], columns: number): readonly number[] {
  const fitted = [...widths];
  const total = (): number => fitted.reduce((sum, width) => sum + width + gap, -gap);
  while (total() > columns) {
    const roomy = fitted.map((width, index) => (width > (words[index] ?? 0) ? width : 0));
    const giving = Math.max(...roomy) > narrowest ? roomy : fitted;
    const widest = giving.indexOf(Math.max(...giving));
    if ((fitted[widest] ?? 0) <= narrowest) break;
    fitted[widest] = (fitted[widest] ?? 0) - 1;
  }
  return fitted;
}

function longestWord(text: string): number {
  return Math.max(...text.split(" ").map((word) => stringWidth(word)));
}

/** A word in pieces that fit, broken behind a hyphen or a slash where it has one. */
function pieces(word: string, width: number): readonly string[] {
  if (stringWidth(word) <= width) return [word];
  const start = word.slice(0, width);
  const at = Math.max(start.lastIndexOf("-"), start.lastIndexOf("/")) + 1 || width;
  return [word.slice(0, at), ...pieces(word.slice(at), width)];
}

function tableRow(row: readonly string[], widths: readonly number[]): string {
  const cells = row.map((cell, index) => {
    const width = widths[index] ?? narrowest;
    const words = cell.split(" ").flatMap((word) => pieces(word, width));
    return wrapText(words.join(" "), width);
  });
  const height = Math.max(...cells.map((cell) => cell.length));
  return Array.from(
    { length: height },
    (_, line) =>
      `${cells
        .map((cell, index) => padEnd(cell[line] ?? "", widths[index] ?? 0))
        .join("  ")
        .trimEnd()}\n`,
  ).join("");
}

function padEnd(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - stringWidth(text)));
}

/** Words on lines of at most `width` columns; a longer word stands on a line of its own. */
export function wrapText(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const joined = line === "" ? word : `${line} ${word}`;
    if (line !== "" && stringWidth(joined) > width) {
      lines.push(line);
      line = word;
    } else line = joined;
  }
  return [...lines, line];
}

export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |\n`;
  return line(head) + line(head.map(() => "---")) + rows.map(line).join("");
}
