import { readFileSync } from "node:fs";
import { join } from "node:path";

/** How a table of what Proxmox VE's own code did compares with what we say. */
export interface Comparison {
  readonly name: string;
  readonly rows: number;
  readonly agreed: number;
  readonly differences: readonly Difference[];
}

interface Difference {
  readonly id: string;
  readonly expected: unknown;
  readonly got: unknown;
  /** Set where the two answer different questions: listed, and not counted as a disagreement. */
  readonly reason?: string;
}

/** Compares row by row; a row agrees when each of its differences, if any, has a reason. */
export function compareRows<Row>(
  name: string,
  rows: readonly Row[],
  compare: (row: Row) => readonly Difference[],
): Comparison {
  const perRow = rows.map(compare);
  const agreed = perRow.filter((found) => found.every(({ reason }) => reason !== undefined)).length;
  return { name, rows: rows.length, agreed, differences: perRow.flat() };
}

/** `expected` against `got`, in whatever order their keys stand. */
export function differ(id: string, expected: unknown, got: unknown): readonly Difference[] {
  return canonical(expected) === canonical(got) ? [] : [{ id, expected, got }];
}

/** The lines of a JSON-lines file, each through a schema. */
export function readRows<Row>(folder: string, file: string, schema: { parse(value: unknown): Row }): Row[] {
  const lines = readFileSync(join(folder, file), "utf8").split("\n");
  return lines.filter((line) => line !== "").map((line) => schema.parse(JSON.parse(line)));
}

function canonical(value: unknown): string {
  return (
    JSON.stringify(value, (_key, part: unknown) =>
      part !== null && typeof part === "object" && !Array.isArray(part)
        ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
        : part,
    ) ?? "undefined"
  );
}
