import type { Dataset } from "../../model/cluster.ts";
import { objectIn, textIn } from "./json.ts";

type Properties = Record<string, { readonly value: string; readonly source: string }>;

/** `zfs get -Hp …`: name, property, value, source by tabs; or `zfs get -j` of OpenZFS 2.3 and later. */
export function parseZfsGet(text: string): readonly Dataset[] {
  const rows = text.trimStart().startsWith("{") ? fromJson(JSON.parse(text)) : fromText(text);
  if (rows.length === 0) throw new Error("is not an output of zfs get");
  return rows;
}

function fromText(text: string): Dataset[] {
  const datasets = new Map<string, Properties>();
  for (const line of text.split(/\r?\n/)) {
    const [name, property, value, source] = line.split("\t");
    if (name === undefined || property === undefined || value === undefined) continue;
    const properties = datasets.get(name) ?? {};
    properties[property] = { value: exact(value), source: source ?? "" };
    datasets.set(name, properties);
  }
  return [...datasets].map(([name, properties]) => ({ name, properties }));
}

function fromJson(json: unknown): Dataset[] {
  return Object.entries(objectIn(json, "datasets")).map(([key, row]) => ({
    name: textIn(row, "name") ?? key,
    properties: Object.fromEntries(
      Object.entries(objectIn(row, "properties")).map(([property, cell]) => [
        property,
        { value: exact(textIn(cell, "value") ?? ""), source: textIn(objectIn(cell, "source"), "type") ?? "" },
      ]),
    ),
  }));
}

const units = "KMGTPE";

/** Without -p sizes read `16K` or, in some locales, `1,5G`: made bytes again. */
function exact(value: string): string {
  const match = /^(\d+)(?:[.,](\d+))?([KMGTPE])$/.exec(value);
  if (match === null) return value;
  const [, whole = "0", fraction = "0", unit = "K"] = match;
  return String(Math.round(Number(`${whole}.${fraction}`) * 1024 ** (units.indexOf(unit) + 1)));
}
