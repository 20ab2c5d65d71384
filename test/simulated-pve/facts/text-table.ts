/** Columns as wide as their longest cell, a blank between; those named align right. */
export function textTable(
  rows: readonly (readonly string[])[],
  right: ReadonlySet<number> = new Set(),
): string {
  const count = rows[0]?.length ?? 0;
  const widths = Array.from({ length: count }, (_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? "").length)),
  );
  const lines = rows.map((row) =>
    widths.map((width, column) => {
      const cell = row[column] ?? "";
      return right.has(column) ? cell.padStart(width) : cell.padEnd(width);
    }),
  );
  return lines.map((cells) => `${cells.join(" ")}\n`).join("");
}

/** `446.1G`: at most one decimal, binary units, as lsblk and df print. */
export function shortSize(bytes: number): string {
  const units = ["B", "K", "M", "G", "T", "P"];
  let size = bytes;
  let unit = 0;
  while (size >= 1024 && unit < units.length - 1) {
    size /= 1024;
    unit += 1;
  }
  return `${Number(size.toFixed(1))}${units[unit]}`;
}
