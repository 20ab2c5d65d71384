import { type Node, pairsOf, type Read } from "./readers.ts";
import { type Reading, report } from "./reading.ts";
import { didYouMean } from "./suggestion.ts";

type Fields<T> = { readonly [K in keyof T]-?: Read<Exclude<T[K], undefined>> };

/** A map with the keys named and no others. */
export function record<T extends object>(
  fields: Fields<T>,
  required: readonly (keyof T & string)[] = [],
): Read<T> {
  const known = new Map<string, Read<unknown>>(Object.entries(fields));
  const words = [...known.keys()];
  return (node: Node, name: string, reading: Reading): T | undefined => {
    const pairs = pairsOf(node, name, reading);
    if (pairs === undefined) return undefined;
    const before = reading.errors.length;
    const values: Record<string, unknown> = {};
    for (const { key, place, value } of pairs) {
      const read = known.get(key);
      const full = name === "" ? key : `${name}.${key}`;
      if (read === undefined) {
        const near = didYouMean(key, words);
        const listed = near === "" ? `; known: ${words.join(", ")}` : near;
        report(reading, place, `${full} is not a key of a policy${listed}`);
      } else values[key] = read(value, full, reading);
    }
    const missing = required.filter((key) => pairs.every((pair) => pair.key !== key));
    if (missing.length > 0)
      report(reading, pairs[0]?.place ?? { from: 0, to: 1 }, `${name} lacks ${missing.join(", ")}`);
    return reading.errors.length === before ? (values as T) : undefined; // each field was read by its own reader
  };
}
