import type { BlockDevice } from "../../model/cluster.ts";
import { exactSize, wholeNumber } from "./quantity.ts";
import { unescapedCell } from "./table-text.ts";

/** Columns whose cells end where their heading ends (util-linux lsblk.c, 2.38); all others start where it starts. */
const endAligned: ReadonlySet<string> = new Set([
  "RM",
  "SIZE",
  "RO",
  "HOTPLUG",
  "ROTA",
  "PHY-SEC",
  "LOG-SEC",
]);

/** All columns lsblk has are narrower. */
const widest = 4000;

interface Column {
  readonly name: string;
  readonly start: number;
  /** One past its last character; the last column has no end. */
  readonly end: number;
}

interface Row {
  readonly depth: number;
  /** False: drawn with arrows (`-M`), so what it stands on is not certain. */
  readonly placed: boolean;
  readonly cell: (name: string) => string;
}

type Draft = BlockDevice & { readonly mountpoints: string[]; readonly children: Draft[] };

/** The table of `lsblk` with ROTA, FSTYPE, MODEL and TRAN among its columns, sizes rounded as it prints them. */
export function devicesOfTable(text: string): readonly BlockDevice[] {
  const lines = text.split(/\r?\n/);
  const at = lines.findIndex((line) => /^NAME\s.*\bTYPE\b/.test(line));
  if (at < 0 || (lines[at]?.length ?? 0) > widest) throw new Error("is not an output of lsblk");
  const columns = columnsOf(lines[at] ?? "");
  const roots: Draft[] = [];
  const above: Draft[] = [];
  for (const line of lines.slice(at + 1)) {
    if (line.trim() === "") continue;
    const row = rowOf(line, columns);
    const name = row.cell("NAME");
    if (name === "") {
      // more mount points of the device before
      above.at(-1)?.mountpoints.push(...mountpointsOf(row));
      continue;
    }
    const device = deviceOf(name, row);
    const siblings = row.placed ? (above[row.depth - 1]?.children ?? roots) : roots;
    siblings.push(device);
    above.splice(row.placed ? row.depth : 0, above.length, device);
  }
  if (roots.length === 0) throw new Error("is cut off");
  return roots;
}

function columnsOf(header: string): readonly Column[] {
  const headings = [...header.matchAll(/\S+/g)].map(({ 0: name, index }) => ({ name, index }));
  const boundaries = headings.map(({ name, index }, place) =>
    endAligned.has(name) ? index + name.length : (headings[place + 1]?.index ?? Number.POSITIVE_INFINITY),
  );
  return headings.map(({ name }, place) => ({
    name,
    start: boundaries[place - 1] ?? 0,
    end: boundaries[place] ?? Number.POSITIVE_INFINITY,
  }));
}

const drawing = /^[\s|`'.,│├└┌┬┈▶─>-]*/;

function rowOf(line: string, columns: readonly Column[]): Row {
  const raw = (name: string): string => {
    const column = columns.find((one) => one.name === name);
    return column === undefined ? "" : line.slice(startIn(line, column), endIn(line, column, columns));
  };
  const tree = drawing.exec(raw("NAME"))?.[0] ?? "";
  const placed = /^(?:(?:\| |│ | {2})*(?:[|`]-|[├└]─))?$/.test(tree);
  return {
    depth: Math.floor(tree.length / 2),
    placed,
    cell: (name) => unescapedCell((name === "NAME" ? raw(name).slice(tree.length) : raw(name)).trim()),
  };
}

/** A cell that is set at its end may be wider than its heading: it starts after the blank before it. */
function startIn(line: string, { name, start }: Column): number {
  if (!endAligned.has(name)) return start;
  let from = start;
  while (from > 0 && /\S/.test(line.charAt(from - 1)) && /\S/.test(line.charAt(from))) from--;
  return from;
}

function endIn(line: string, column: Column, columns: readonly Column[]): number {
  const next = columns[columns.indexOf(column) + 1];
  return next !== undefined && endAligned.has(next.name) && !endAligned.has(column.name)
    ? Math.min(column.end, startIn(line, next))
    : column.end;
}

/** Cells that lost their places read as something else: better no table than a wrong one. */
function deviceOf(name: string, row: Row): Draft {
  const [type, rota, size] = [row.cell("TYPE"), row.cell("ROTA"), row.cell("SIZE")];
  if (!/^[a-z][a-z0-9_-]*$/.test(type) || !/^[01]?$/.test(rota) || !/^(?:\d[\d.,]*[BKMGTPE]?)?$/.test(size))
    throw new Error("is a table of lsblk whose columns are cut off or shifted");
  const bytes = wholeNumber(exactSize(size));
  const sector = wholeNumber(row.cell("PHY-SEC"));
  // what stands on devices that are drawn with arrows may rotate, or lie elsewhere, as one of them does
  const rotational = rota !== "" && (row.placed || type === "disk");
  return {
    name,
    path: `/dev/${/^(?:lvm|crypt|mpath|dm)$/.test(type) ? "mapper/" : ""}${name}`,
    type,
    ...(rotational ? { rotational: rota === "1" } : {}),
    ...(bytes === undefined ? {} : { size: bytes }),
    ...(sector === undefined ? {} : { physicalSector: sector }),
    ...textOf("model", row.cell("MODEL")),
    ...textOf("transport", row.cell("TRAN")),
    ...textOf("fstype", row.cell("FSTYPE")),
    mountpoints: [...mountpointsOf(row)],
    children: [],
  };
}

const mountpointsOf = ({ cell }: Row): readonly string[] =>
  [cell("MOUNTPOINTS") || cell("MOUNTPOINT")].filter((point) => point !== "");

function textOf<K extends "model" | "transport" | "fstype">(
  key: K,
  text: string,
): { readonly [P in K]?: string } {
  return text === "" ? {} : ({ [key]: text } as { readonly [P in K]?: string }); // the one key it is given
}
