export type Row = Readonly<Record<string, unknown>>;

/** A list of objects and nothing else; undefined: what comes before a write is not guessed at. */
export function rowsIn(data: unknown): readonly Row[] | undefined {
  return Array.isArray(data) && data.every(isRow) ? data : undefined;
}

export function isRow(row: unknown): row is Row {
  return typeof row === "object" && row !== null && !Array.isArray(row);
}
