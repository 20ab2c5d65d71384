import stringWidth from "string-width";

/** A plain table: columns as wide as their content, two spaces between, the last column wraps. */
export function textTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  columns: number,
): string {
  const all = [head, ...rows];
  const widths = head.map((_, index) => Math.max(...all.map((row) => stringWidth(row[index] ?? ""))));
  const fitted = fitTo(widths, columns);
  return all.map((row) => tableRow(row, fitted)).join("");
}

const gap = 2;
const narrowest = 8;

/** The widest columns give way until all fit. */
function fitTo(widths: readonly number[], columns: number): readonly number[] {
  const fitted = [...widths];
  const total = (): number => fitted.reduce((sum, width) => sum + width + gap, -gap);
  while (total() > columns) {
    const widest = fitted.indexOf(Math.max(...fitted));
    if ((fitted[widest] ?? 0) <= narrowest) break;
    fitted[widest] = (fitted[widest] ?? 0) - 1;
  }
  return fitted;
}

function tableRow(row: readonly string[], widths: readonly number[]): string {
  const cells = row.map((cell, index) => wrapText(cell, widths[index] ?? narrowest));
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
