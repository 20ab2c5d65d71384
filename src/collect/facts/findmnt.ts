import type { Mount } from "../../model/cluster.ts";
import { parseJson } from "../parse-json.ts";
import { arrayIn, textIn } from "./json.ts";

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

/** Rows start with a tree drawn in line or ASCII characters before the mount point. */
const tableRow = /^[\s│├└─|`-]*(\/\S*)\s+(\S+)\s+(\S+)\s+(\S+)\s*$/;

/** Every table starts with its header, or (`-n`) shows what is mounted at /; any other text has neither. */
function fromTable(text: string): Mount[] {
  const lines = text.split("\n");
  const mounts = lines.flatMap((line) => {
    const match = tableRow.exec(line);
    if (match === null) return [];
    const [, target = "", source = "", fstype = "", options = ""] = match.map(unescaped);
    return [{ target, source: plainSource(source), fstype, options }];
  });
  const hasHeader = /^TARGET\s+SOURCE\s+FSTYPE\s+OPTIONS\s*$/.test(lines[0] ?? "");
  return hasHeader || mounts.some(({ target }) => target === "/") ? mounts : [];
}

/** `/dev/sda2[/@home]` and `tank/data[/dir]` are a subvolume and a bound folder: what carries them comes before. */
function plainSource(source: string): string {
  const bracket = source.endsWith("]") ? source.indexOf("[/") : -1;
  return bracket > 0 ? source.slice(0, bracket) : source;
}

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** In tables blanks and control characters are written as `\x20`, byte by byte. */
function unescaped(text: string): string {
  return text.replace(/(?:\\x[0-9a-f]{2})+/gi, (run) =>
    decoder.decode(Uint8Array.from(run.slice(2).split("\\x"), (digits) => Number.parseInt(digits, 16))),
  );
}
