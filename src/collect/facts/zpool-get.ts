import { parseJson } from "../parse-json.ts";
import { hasObject, objectIn, textIn } from "./json.ts";
import { exactProperty, wholeNumber } from "./quantity.ts";

/** Pool → property → value, as -p prints it. */
export type PoolProperties = ReadonlyMap<string, Readonly<Record<string, string>>>;

/** `zpool get -Hp all`, the same in columns, or `-j`. */
export function parseZpoolGet(text: string): PoolProperties {
  const rows = text.trimStart().startsWith("{") ? poolRows(parseJson(text)) : textRows(text);
  const pools = new Map<string, Map<string, string>>();
  for (const [pool, property, value] of rows) {
    const properties = pools.get(pool) ?? new Map<string, string>();
    properties.set(property, exactProperty(value));
    pools.set(pool, properties);
  }
  if (pools.size === 0) throw new Error("is not an output of zpool get");
  return new Map([...pools].map(([pool, properties]) => [pool, Object.fromEntries(properties)]));
}

type Row = readonly [name: string, property: string, value: string];

const isProperty = (text: string): boolean => /^[a-z][a-z0-9_]*(?:[@:].*)?$/.test(text);

function textRows(text: string): readonly Row[] {
  const lines = text.split(/\r?\n/);
  const rows = lines.map((line) => line.trimEnd().split(text.includes("\t") ? "\t" : / {2,}/));
  if (lines.at(-1) !== "" && (rows.at(-1)?.length ?? 0) < Math.min(rows[0]?.length ?? 0, 4))
    throw new Error("is cut off");
  return rows.flatMap(([name = "", property = "", value]): readonly Row[] =>
    value === undefined || !isProperty(property) ? [] : [[name, property, value]],
  );
}

function poolRows(json: unknown): readonly Row[] {
  return Object.entries(objectIn(json, "pools")).flatMap(([key, row]) =>
    propertyRows(textIn(row, "name") ?? key, row),
  );
}

function propertyRows(name: string, row: unknown): readonly Row[] {
  return Object.entries(objectIn(row, "properties")).flatMap(([property, cell]): readonly Row[] => {
    const value = textIn(cell, "value");
    return value === undefined || !isProperty(property) || isCorrupt(cell) ? [] : [[name, property, value]];
  });
}

/** With --json-int a guid is a bare number beyond 2^53, which JSON.parse rounds: better none than a wrong one. */
function isCorrupt(cell: unknown): boolean {
  const value = objectIn({ cell }, "cell")["value"];
  return typeof value === "number" && !Number.isSafeInteger(value);
}

/** Vdev → ashift. The pool is in the JSON form only; of text the file's name says it (`zpool-ashift@tank.txt`). */
export interface VdevAshifts {
  readonly pool: string | undefined;
  readonly ashifts: ReadonlyMap<string, number>;
}

/** `zpool get -Hp ashift <pool> all-vdevs` (OpenZFS 2.2 and later). The root vdev says 0, which is none. */
export function parseVdevAshifts(text: string): VdevAshifts {
  const json = text.trimStart().startsWith("{") ? parseJson(text) : undefined;
  const rows =
    json === undefined
      ? textRows(text)
      : Object.entries(objectIn(json, "vdevs")).flatMap(([key, row]) =>
          propertyRows(textIn(row, "name") ?? key, row),
        );
  const ashifts = new Map<string, number>();
  for (const [vdev, property, value] of rows) {
    const ashift = wholeNumber(value);
    if (property === "ashift" && ashift !== undefined && ashift > 0) ashifts.set(vdev, ashift);
  }
  if (ashifts.size === 0) throw new Error("is not an output of zpool get ashift <pool> all-vdevs");
  return { pool: hasObject(json, "pool") ? textIn(objectIn(json, "pool"), "name") : undefined, ashifts };
}
