import type { DecidedSetting, Wish } from "../model/decision.ts";
import { type MatrixCell, type MatrixRow, matrix, type QuadrantName } from "../model/matrix.ts";

/** What the matrix wants of a setting, and why. */
export interface Cell extends MatrixCell {
  readonly why: string;
  readonly source: MatrixRow["source"];
}

export function cellOf(setting: string, quadrant: QuadrantName): Cell {
  const row = matrix.find((candidate) => candidate.setting === setting);
  if (row === undefined) throw new Error(`the matrix has no row ${setting}`);
  return { why: row.why, source: row.source, ...row.cells[quadrant] };
}

export function quadrantName({ os, role }: Pick<Wish, "os" | "role">): QuadrantName {
  return `${role} ${os === "linux" ? "Linux" : "Windows"}`;
}

/** The matrix's own value of a setting. */
export function asWanted(key: string, cell: Cell, value: string = cell.value): DecidedSetting {
  return { key, value, why: cell.why, source: cell.source };
}
