import { padEnd, padStart, shorten, width } from "./lines.ts";
import { glyph, mark, type Style } from "./style.ts";
import type { TableCell, TableColumn, TableGuest, TableRow } from "./table-rows.ts";

/** The columns of a table and how many cells each gets; the same for every lane, so that rows can be compared. */
export interface Layout {
  readonly columns: readonly { readonly name: TableColumn; readonly cells: number }[];
  readonly gap: number;
}

const narrow: readonly TableColumn[] = ["vmid", "name", "node", "drive", "cache", "aio", "discard", "iothread", "ssd"];
const wide: readonly TableColumn[] = [
  ...["vmid", "name", "node", "drive", "storage", "backing", "controller"] as const,
  ...["cache", "aio", "discard", "iothread", "ssd"] as const,
];

/** The glyph column before the first cell, and its space. */
const margin = 2;
const smallest: Readonly<Partial<Record<TableColumn, number>>> = { storage: 10, name: 8 };

/** Widths from the content shown. The storage gives way first, then the name, then the node; settings never shorten. */
export function layoutOf(guests: readonly TableGuest[], style: Style): Layout {
  const names = style.columns >= 140 ? wide : narrow;
  const rows = guests.flatMap((guest) => guest.rows);
  const columns = names.map((name) => ({
    name,
    cells: rows.reduce((most, row) => Math.max(most, cellWidth(row.cells[name], style)), width(name)),
  }));
  for (const gap of [2, 1]) {
    const shrunk = shrink(columns, style.columns, gap);
    if (tableWidth(shrunk, gap) <= style.columns) return { columns: shrunk, gap };
  }
  const few = columns.filter(({ name }) => name !== "node");
  const shrunk = shrink(few, style.columns, 1);
  if (tableWidth(shrunk, 1) <= style.columns) return { columns: shrunk, gap: 1 };
  return { columns: shrunk.filter(({ name }) => name !== "name"), gap: 1 };
}

function shrink(columns: Layout["columns"], room: number, gap: number): Layout["columns"] {
  let shrunk = columns;
  for (const giving of ["storage", "name"] as const) {
    const over = tableWidth(shrunk, gap) - room;
    if (over <= 0) return shrunk;
    const least = smallest[giving] ?? 0;
    shrunk = shrunk.map((column) =>
      column.name === giving ? { ...column, cells: Math.max(Math.min(least, column.cells), column.cells - over) } : column,
    );
  }
  return shrunk;
}

function tableWidth(columns: Layout["columns"], gap: number): number {
  return columns.reduce((sum, { cells }) => sum + cells, margin + gap * (columns.length - 1));
}

/** The sign of a finding stands behind the value: the value keeps its column, the gap is the sign's space. */
function cellWidth(cell: TableCell | undefined, style: Style): number {
  if (cell === undefined) return 0;
  return width(cell.text) + (cell.mark === undefined ? 0 : width(glyph(cell.mark, style)));
}

export function headLine({ columns, gap }: Layout): string {
  const cells = columns.map(({ name, cells }) => (name === "vmid" ? padStart(name, cells) : padEnd(name, cells)));
  return (" ".repeat(margin) + cells.join(" ".repeat(gap))).trimEnd();
}

export function rowLine(row: TableRow, { columns, gap }: Layout, style: Style): string {
  const sign = row.worst === undefined ? " " : mark(row.worst, style);
  const cells = columns.map(({ name, cells }) => {
    const { text = "", mark: found } = row.cells[name] ?? {};
    if (name === "vmid") return padStart(text, cells);
    const shown = name === "name" || name === "storage" ? shorten(text, cells - (found === undefined ? 0 : 1), style) : text;
    return padEnd(found === undefined ? shown : shown + mark(found, style), cells);
  });
  return `${sign} ${cells.join(" ".repeat(gap))}`.trimEnd();
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
