import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Comparison } from "./comparison.ts";

/** Compares row by row; `pair` gives what Proxmox VE said and what we say, in one shape. */
export function compareShapes<Row extends { readonly id: string }>(
  name: string,
  rows: readonly Row[],
  pair: (row: Row) => { readonly expected: unknown; readonly got: unknown },
): Comparison {
  const differences = rows.flatMap((row) => {
    const { expected, got } = pair(row);
    return canonical(expected) === canonical(got) ? [] : [{ id: row.id, expected, got }];
  });
  return { name, rows: rows.length, agreed: rows.length - differences.length, differences };
}

/** The lines of a JSON-lines file, each through the schema. */
export function readRows<Row>(folder: string, file: string, schema: { parse(value: unknown): Row }): Row[] {
  const lines = readFileSync(join(folder, file), "utf8").split("\n");
  return lines.filter((line) => line !== "").map((line) => schema.parse(JSON.parse(line)));
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    part !== null && typeof part === "object" && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
