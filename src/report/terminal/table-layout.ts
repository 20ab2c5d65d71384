import { cutEnd, padEnd, padStart, shorten, width } from "./lines.ts";
import { mark, type Style } from "./style.ts";
import type { TableCell, TableColumn, TableGuest, TableRow } from "./table-rows.ts";

/** The columns of a table and how many cells each gets; the same for every lane, so that rows can be compared. */
export interface Layout {
  readonly columns: readonly { readonly name: TableColumn; readonly cells: number }[];
  readonly gap: number;
}

const narrow: readonly TableColumn[] = [
  "vmid",
  "name",
  "node",
  "drive",
  "cache",
  "aio",
  "discard",
  "iothread",
  "ssd",
];
const wide: readonly TableColumn[] = [
  ...(["vmid", "name", "node", "drive", "storage", "backing", "controller"] as const),
  ...(["cache", "aio", "discard", "iothread", "ssd"] as const),
];

/** The glyph column before the first cell, and its space. */
const margin = 2;
const smallest: Readonly<Partial<Record<TableColumn, number>>> = { storage: 10, name: 8 };

/** Widths from the content shown. The storage gives way first, then the name, then the node; settings never shorten. */
export function layoutOf(guests: readonly TableGuest[], style: Style): Layout {
  const names = style.columns >= 140 ? wide : narrow;
  const rows = guests.flatMap((guest) => guest.rows);
  const attempt = (columns: readonly TableColumn[], gap: 1 | 2): Layout => {
    const signs = signRoom(style) - (gap - 1);
    return { columns: shrink(measured(columns, rows, signs), style.columns, gap), gap };
  };
  const without = (...left: readonly TableColumn[]): readonly TableColumn[] =>
    narrow.filter((name) => !left.includes(name));
  const last = attempt(without("node", "name"), 1);
  const attempts = [attempt(names, 2), attempt(names, 1), attempt(without("node"), 1)];
  return attempts.find(({ columns, gap }) => tableWidth(columns, gap) <= style.columns) ?? last;
}

/**
 * Cells a sign needs beyond a gap of one. It stands behind its value, so that values keep their column; a letter
 * keeps its distance, or it would read as part of the value.
 */
function signRoom({ ascii }: Style): number {
  return ascii ? 2 : 1;
}

function measured(
  names: readonly TableColumn[],
  rows: readonly TableRow[],
  signs: number,
): Layout["columns"] {
  return names.map((name) => ({
    name,
    cells: rows.reduce((most, { cells }) => Math.max(most, cellWidth(cells[name], signs)), width(name)),
  }));
}

function cellWidth(cell: TableCell | undefined, signs: number): number {
  return cell === undefined ? 0 : width(cell.text) + (cell.mark === undefined ? 0 : signs);
}

function shrink(columns: Layout["columns"], room: number, gap: number): Layout["columns"] {
  let shrunk = columns;
  for (const giving of ["storage", "name"] as const) {
    const over = tableWidth(shrunk, gap) - room;
    if (over <= 0) return shrunk;
    const least = smallest[giving] ?? 0;
    shrunk = shrunk.map((column) =>
      column.name === giving
        ? { ...column, cells: Math.max(Math.min(least, column.cells), column.cells - over) }
        : column,
    );
  }
  return shrunk;
}

function tableWidth(columns: Layout["columns"], gap: number): number {
  // One more for a sign behind the last value.
  return columns.reduce((sum, { cells }) => sum + cells + gap, margin) - gap + 1;
}

export function headLine(layout: Layout): string {
  return joinCells(
    layout,
    layout.columns.map(({ name, cells }) => (name === "vmid" ? padStart(name, cells) : name)),
  );
}

export function rowLine(row: TableRow, layout: Layout, style: Style): string {
  const cells = layout.columns.map(({ name, cells }) => {
    const { text = "", mark: found } = row.cells[name] ?? {};
    if (name === "vmid") return padStart(text, cells);
    const shown =
      name === "name" ? cutEnd(text, cells, style) : name === "storage" ? shorten(text, cells, style) : text;
    return found === undefined ? shown : `${shown}${style.ascii ? " " : ""}${mark(found, style)}`;
  });
  const line = joinCells(layout, cells);
  return row.worst === undefined ? line : mark(row.worst, style) + line.slice(1);
}

function joinCells({ columns, gap }: Layout, texts: readonly string[]): string {
  const cells = columns.map(({ cells }, at) => padEnd(texts[at] ?? "", cells + gap));
  return (" ".repeat(margin) + cells.join("")).trimEnd();
}

/** Where the name begins, and how much room name and node have: remarks stand there. */
export function remarkRoom({ columns, gap }: Layout): { readonly start: number; readonly cells: number } {
  const before = columns.findIndex(({ name }) => name === "drive");
  const own = columns.slice(0, Math.max(before, 1));
  const vmid = own[0]?.cells ?? 0;
  return {
    start: margin + vmid + gap,
    cells: own.slice(1).reduce((sum, { cells }) => sum + cells + gap, 0) - 2 * gap,
  };
}
