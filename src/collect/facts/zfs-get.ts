import type { Dataset } from "../../model/cluster.ts";
import { parseJson } from "../parse-json.ts";
import { objectIn, textIn } from "./json.ts";
import { exactSize } from "./quantity.ts";

interface Row {
  readonly dataset: string;
  readonly property: string;
  readonly value: string;
  readonly source: string;
}

/** `zfs get -Hp …` (tabs), the same in columns without -H, or `zfs get -j` of OpenZFS 2.3 and later. */
export function parseZfsGet(text: string): readonly Dataset[] {
  const rows = text.trimStart().startsWith("{") ? fromJson(parseJson(text)) : fromText(text);
  const datasets = new Map<string, Map<string, Dataset["properties"][string]>>();
  for (const { dataset, property, value, source } of rows) {
    if (!isDataset(dataset) || !isProperty(property)) continue;
    const properties = datasets.get(dataset) ?? new Map<string, Dataset["properties"][string]>();
    properties.set(property, { value: property.includes(":") ? value : exactSize(value), source });
    datasets.set(dataset, properties);
  }
  if (datasets.size === 0) throw new Error("is not an output of zfs get");
  return [...datasets].map(([name, properties]) => ({ name, properties: Object.fromEntries(properties) }));
}

// zfsprops(7): the pool's name starts with a letter; own properties are words, user properties hold a colon
const isDataset = (text: string): boolean => /^[a-z][\w.:\- ]*(?:[/@#][\w.:\- ]+)*$/i.test(text);
const isProperty = (text: string): boolean => /^[a-z0-9][a-z0-9_:.-]*(?:@.*)?$/.test(text);

function fromText(text: string): readonly Row[] {
  const lines = text.split(/\r?\n/);
  const separator = text.includes("\t") ? /\t/ : / {2,}/;
  const rows = lines.map((line) => line.trimEnd().split(separator));
  const widest = rows.reduce((most, { length }) => Math.max(most, length), 0);
  const last = rows.at(-1)?.length ?? 0;
  // Only a file that was cut ends within a line; its last value may be half a number.
  if (lines.at(-1) !== "" && last < Math.min(widest, 4)) throw new Error("is cut off");
  return rows.flatMap(([dataset = "", property = "", value, source = ""]) =>
    value === undefined || property === "PROPERTY" ? [] : { dataset, property, value, source },
  );
}

function fromJson(json: unknown): readonly Row[] {
  return Object.entries(objectIn(json, "datasets")).flatMap(([key, row]) => {
    const dataset = textIn(row, "name") ?? key;
    return Object.entries(objectIn(row, "properties")).map(([property, cell]) => {
      return {
        dataset,
        property,
        value: textIn(cell, "value") ?? "",
        source: sourceOf(objectIn(cell, "source")),
      };
    });
  });
}

/** As the text form has it: `default`, `inherited from rpool`, `-`. */
function sourceOf(source: Readonly<Record<string, unknown>>): string {
  const type = (textIn(source, "type") ?? "").toLowerCase();
  if (type === "none") return "-";
  return type === "inherited" ? `inherited from ${textIn(source, "data") ?? ""}` : type;
}
