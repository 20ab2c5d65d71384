import type { Mount } from "../../model/cluster.ts";
import { arrayIn, textIn } from "./json.ts";

/** `findmnt -J -o TARGET,SOURCE,FSTYPE,OPTIONS` (a tree or a list), or findmnt's plain table. */
export function parseFindmnt(text: string): readonly Mount[] {
  const mounts = text.trimStart().startsWith("{") ? fromJson(JSON.parse(text)) : fromTable(text);
  if (mounts.length === 0) throw new Error("is not an output of findmnt");
  return mounts;
}

function fromJson(json: unknown): Mount[] {
  const mounts: Mount[] = [];
  const visit = (row: unknown): void => {
    const target = textIn(row, "target");
    if (target !== undefined) {
      mounts.push({
        target,
        source: textIn(row, "source") ?? "",
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
function fromTable(text: string): Mount[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const match = /^[\s│├└─|`-]*(\/\S*)\s+(\S+)\s+(\S+)\s+(\S+)\s*$/.exec(line);
    if (match === null) return [];
    const [, target = "", source = "", fstype = "", options = ""] = match;
    return [{ target, source, fstype, options }];
  });
}
