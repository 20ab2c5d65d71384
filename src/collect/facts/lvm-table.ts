import type { ReportRow } from "./lvm.ts";

/** The headings of LVM's tables and the fields they stand for (`lvs -o help`). */
const fields: ReadonlyMap<string, string> = new Map([
  ["LV", "lv_name"],
  ["VG", "vg_name"],
  ["Attr", "lv_attr"],
  ["LSize", "lv_size"],
  ["Data%", "data_percent"],
  ["Meta%", "metadata_percent"],
  ["Type", "segtype"],
  ["PV", "pv_name"],
  ["VG UUID", "vg_uuid"],
]);

interface Cell {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** A table whose empty cells are blank: a value belongs to the heading it stands under. */
export function rowsOfTable(text: string, kind: "lv" | "vg" | "pv"): readonly ReportRow[] {
  const lines = text.split(/\r?\n/);
  const isHeader = (line: string): boolean => cellsOf(line)[0]?.text === kind.toUpperCase();
  const at = lines.findIndex(isHeader);
  if (at < 0) throw new Error(`is not an output of ${kind}s`);
  const headings = cellsOf(lines[at] ?? "");
  return lines
    .slice(at + 1)
    .filter((line) => line.trim() !== "")
    .map((line) => rowOf(cellsOf(line), headings));
}

/** Headings may hold one blank (`VG UUID`), values hold none. */
function cellsOf(line: string): readonly Cell[] {
  return [...line.matchAll(/VG UUID|\S+/g)].map(({ 0: text, index }) => ({
    text,
    start: index,
    end: index + text.length,
  }));
}

function rowOf(cells: readonly Cell[], headings: readonly Cell[]): ReportRow {
  const row = cells.flatMap((cell) => {
    const heading = headings.find(({ start, end }) => cell.start < end && cell.end > start);
    const field = fields.get(heading?.text ?? "");
    return field === undefined ? [] : [[field, cell.text] as const];
  });
  return Object.fromEntries(row);
}
