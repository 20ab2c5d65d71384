import type { Mount } from "../../model/cluster.ts";
import { parseJson } from "../parse-json.ts";
import { arrayIn, textIn } from "./json.ts";
import { unescapedCell } from "./table-text.ts";

/** `findmnt -J -o TARGET,SOURCE,FSTYPE,OPTIONS` (a tree or a list), or findmnt's plain table. */
export function parseFindmnt(text: string): readonly Mount[] {
  const mounts = text.trimStart().startsWith("{") ? fromJson(parseJson(text)) : fromTable(text);
  if (mounts.length === 0) throw new Error("is not an output of findmnt");
  return mounts;
}

function fromJson(json: unknown): Mount[] {
  const mounts: Mount[] = [];
  const visit = (row: unknown): void => {
    const target = textIn(row, "target");
    if (target !== undefined) {
      const source = plainSource(textIn(row, "source") ?? "");
      mounts.push({
        target,
        source,
        fstype: textIn(row, "fstype") ?? "",
        options: textIn(row, "options") ?? "",
      });
    }
    for (const child of arrayIn(row, "children")) visit(child);
  };
  for (const row of arrayIn(json, "filesystems")) visit(row);
  return mounts;
}

/** A tree drawn in line or ASCII characters before the mount point; what follows may be wrapped onto more lines. */
const rowStart = /^[\s│├└─|`-]*(?=\/)/;

/** Every table starts with its header, or (`-n`) shows what is mounted at /; any other text has neither. */
function fromTable(text: string): Mount[] {
  const lines = text.split(/\r?\n/);
  const hasHeader = /^\s*TARGET\s+SOURCE\s+FSTYPE\s+OPTIONS\s*$/.test(lines[0] ?? "");
  const rows = rowsOf(hasHeader ? lines.slice(1) : lines);
  if (!hasHeader && !rows.some(([target]) => target === "/")) return [];
  return rows.map((cells) => {
    const [target = "", source = "", fstype = "", options = ""] = cells.map(unescapedCell);
    // A mount that is left out would make its folder one of the mount around it.
    if (cells.length !== 4) throw new Error(hasHeader ? "is cut off" : "is not an output of findmnt");
    return { target, source: plainSource(source), fstype, options };
  });
}

/** The cells of each row. A cell that did not fit a terminal stands on a line of its own. */
function rowsOf(lines: readonly string[]): readonly (readonly string[])[] {
  const rows: string[][] = [];
  for (const line of lines) {
    const isWrapped =
      rows.length > 0 && (rows.at(-1)?.length ?? 0) < 4 && /^(?:\s{8,}(?![\s`|├└])|[^\s│├└|`/])/.test(line);
    const drawn = isWrapped ? undefined : rowStart.exec(line)?.[0];
    const cells = line
      .slice(drawn?.length ?? 0)
      .trim()
      .split(/\s+/)
      .filter((cell) => cell !== "");
    if (drawn !== undefined) rows.push(cells);
    else for (const cell of cells) rows.at(-1)?.push(cell);
  }
  return rows;
}

/** `/dev/sda2[/@home]` and `tank/data[/dir]` are a subvolume and a bound folder: what carries them comes before. */
function plainSource(source: string): string {
  const bracket = source.endsWith("]") ? source.indexOf("[/") : -1;
  return bracket > 0 ? source.slice(0, bracket) : source;
}
