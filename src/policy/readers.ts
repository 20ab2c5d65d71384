import { isAlias, isMap, isScalar, isSeq, type ParsedNode, Scalar } from "yaml";
import { type Place, type Reading, report, sourceAt } from "./reading.ts";
import { didYouMean } from "./suggestion.ts";

/** Reads one value; undefined: an error was reported at its place. `name` is what messages call it. */
export type Read<T> = (node: Node, name: string, reading: Reading) => T | undefined;

/** A value, or the key of one that was left empty. */
export type Node = ParsedNode | null;

export function placeOf(node: Node, otherwise: Place = { from: 0, to: 1 }): Place {
  return node === null ? otherwise : { from: node.range[0], to: node.range[1] };
}

/** What was written for a plain value: `0x1F` and `701` as they stand. undefined: a list or a map. */
export function written(node: Node): string | undefined {
  if (!isScalar(node)) return undefined;
  return node.source ?? (node.value === null ? "" : String(node.value));
}

/** What a message quotes of a value. */
function shown(node: Node): string {
  if (isMap(node)) return "a map";
  if (isSeq(node)) return "a list";
  if (isAlias(node)) return "an alias (*), which is not read here; write it out";
  const text = written(node) ?? "";
  return text === "" ? "empty" : `"${text.length > 40 ? `${text.slice(0, 40)}…` : text}"`;
}

export function refuse(node: Node, name: string, wanted: string, reading: Reading): undefined {
  return report(reading, placeOf(node), `${name} is ${shown(node)}; ${wanted}`);
}

export const text: Read<string> = (node, name, reading) => {
  const value = written(node)?.trim();
  return value === undefined || value === "" ? refuse(node, name, "a text is needed", reading) : value;
};

export const boolean: Read<boolean> = (node, name, reading) =>
  isScalar(node) && typeof node.value === "boolean"
    ? node.value
    : refuse(node, name, "one of true, false", reading);

export function number(from: number, to: number): Read<number> {
  return (node, name, reading) => {
    const value = isScalar(node) ? node.value : undefined;
    if (typeof value === "number" && value >= from && value <= to) return value;
    return refuse(node, name, `a number from ${from} to ${to} is needed`, reading);
  };
}

const few = 4;

export function oneOf<const T extends string>(...words: readonly T[]): Read<T> {
  return (node, name, reading) => {
    const given = written(node);
    const word = words.find((candidate) => candidate === given);
    // A long list is told only to those whose word is near none of it.
    const near = given === undefined || words.length <= few ? "" : didYouMean(given, words);
    return word ?? refuse(node, name, near === "" ? `one of ${words.join(", ")}` : near.slice(2), reading);
  };
}

export function listOf<T>(item: Read<T>): Read<readonly T[]> {
  return (node, name, reading) => {
    if (!isSeq(node)) return refuse(node, name, "a list is needed", reading);
    return complete(node.items.map((one) => item(one as Node, `an entry of ${name}`, reading))); // parsed items are parsed nodes
  };
}

/** One value, or a list of them. */
export function oneOrMore<T>(item: Read<T>): Read<readonly T[]> {
  const list = listOf(item);
  return (node, name, reading) => {
    if (isSeq(node)) return list(node, name, reading);
    const only = item(node, name, reading);
    return only === undefined ? undefined : [only];
  };
}

export interface Entry<T> {
  readonly key: string;
  readonly value: T;
  /** `lanekeeper.yaml:12` */
  readonly source: string;
}

/** The entries of a map with keys of the reader's choice, in their order. */
export function entriesOf<T>(
  item: Read<T>,
  keyRefused: (key: string) => string | undefined = () => undefined,
): Read<readonly Entry<T>[]> {
  return (node, name, reading) => {
    const pairs = pairsOf(node, name, reading);
    return pairs === undefined
      ? undefined
      : complete(
          pairs.map(({ key, place, value }) => {
            const reason = keyRefused(key);
            if (reason !== undefined) return report(reading, place, `${name}.${key}: ${reason}`);
            const read = item(value, name === "" ? key : `${name}.${key}`, reading);
            return read === undefined
              ? undefined
              : { key, value: read, source: sourceAt(reading, place.from) };
          }),
        );
  };
}

export interface Pair {
  readonly key: string;
  readonly place: Place;
  readonly value: Node;
}

/** The pairs of a map, each key once. */
export function pairsOf(node: Node, name: string, reading: Reading): readonly Pair[] | undefined {
  if (!isMap(node))
    return refuse(node, name === "" ? "the policy" : name, "a map is needed: `key: value`", reading);
  const seen = new Set<string>();
  return complete(
    node.items.map((pair) => {
      const [keyNode, value] = [pair.key as Node, pair.value as Node]; // parsed pairs hold parsed nodes
      const key = written(keyNode);
      if (key === undefined || key === "") return refuse(keyNode, "a key", "a word is needed", reading);
      const place = placeOf(keyNode);
      if (seen.has(key)) return report(reading, place, `${key} stands here a second time`);
      seen.add(key);
      return { key, place, value: isEmpty(value) ? asEmpty(place) : value };
    }),
  );
}

/** `key:` and nothing: errors point to the key. */
function isEmpty(value: Node): boolean {
  return value === null || (isScalar(value) && written(value) === "" && value.type === "PLAIN");
}

function asEmpty({ from, to }: Place): Node {
  const empty = new Scalar(null);
  return Object.assign(empty, { source: "", range: [from, to, to] as const }) as ParsedNode; // a range is all it lacked
}

/** All, or undefined where one could not be read. */
function complete<T>(items: readonly (T | undefined)[]): readonly T[] | undefined {
  const read = items.filter((item) => item !== undefined);
  return read.length === items.length ? read : undefined;
}
