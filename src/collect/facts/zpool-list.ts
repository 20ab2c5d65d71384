import { parseJson } from "../parse-json.ts";
import { hasObject, objectIn, textIn } from "./json.ts";
import { exactProperty, percentage, wholeNumber } from "./quantity.ts";

/** What `zpool list` tells of a pool. */
export interface PoolFill {
  readonly name: string;
  /** Bytes. */
  readonly size?: number;
  /** Percent. */
  readonly capacity?: number;
}

/** `zpool list -Hp` (the default columns, or name,size,alloc,free first), with a header, or `-j`. Empty: no pools. */
export function parseZpoolList(text: string): readonly PoolFill[] {
  if (text.trim() === "" || /^no pools available/.test(text)) return [];
  return text.trimStart().startsWith("{") ? fromJson(parseJson(text)) : fromText(text);
}

function fromJson(json: unknown): readonly PoolFill[] {
  if (!hasObject(json, "pools")) throw new Error("is not an output of zpool list");
  return Object.entries(objectIn(json, "pools")).map(([key, row]) => {
    const value = (property: string): string | undefined =>
      textIn(objectIn(objectIn(row, "properties"), property), "value");
    return fill(textIn(row, "name") ?? key, value("size"), value("allocated"), value("capacity"));
  });
}

/** `-v` adds vdevs below each pool, which are indented. */
function fromText(text: string): readonly PoolFill[] {
  const rows = text
    .split(/\r?\n/)
    .filter((line) => /^\S/.test(line) && !/^(?:logs|cache|spares|special|dedup) {2}/.test(line));
  const header = /^NAME\s+SIZE\b/.test(rows[0] ?? "") ? cells(rows[0] ?? "") : undefined;
  const column = (name: string, usual: number): number => header?.indexOf(name) ?? usual;
  const pools = rows.slice(header === undefined ? 0 : 1).map((row) => {
    const values = cells(row);
    const capacity = header === undefined ? undefined : values[column("CAP", -1)];
    return fill(values[0] ?? "", values[column("SIZE", 1)], values[column("ALLOC", 2)], capacity);
  });
  if (pools.length === 0 || pools.some(({ size }) => size === undefined))
    throw new Error("is not an output of zpool list");
  return pools;
}

const cells = (row: string): readonly string[] => row.split(row.includes("\t") ? "\t" : /\s+/);

/** Where the column of percents is not known, it follows from the sizes, as ZFS itself works it out. */
function fill(
  name: string,
  size: string | undefined,
  used: string | undefined,
  percent: string | undefined,
): PoolFill {
  const total = wholeNumber(exactProperty(size ?? ""));
  const allocated = wholeNumber(exactProperty(used ?? ""));
  const computed =
    total === undefined || total === 0 || allocated === undefined
      ? undefined
      : Math.floor((allocated * 100) / total);
  const capacity = percentage(percent) ?? computed;
  return {
    name,
    ...(total === undefined ? {} : { size: total }),
    ...(capacity === undefined ? {} : { capacity }),
  };
}
