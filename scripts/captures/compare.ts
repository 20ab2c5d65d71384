/** Where two JSON values differ: `/data/201/tags`, and how. */
export interface Difference {
  readonly at: string;
  /** A key that is not there, or another type, against another value. */
  readonly kind: "shape" | "value";
  readonly how: string;
}

type Value = unknown;

/** Key by key; rows of a list are matched by what names them, because Proxmox VE lists in any order. */
export function compareJson(expected: Value, got: Value, at = ""): readonly Difference[] {
  const [a, b] = [kindOf(expected), kindOf(got)];
  if (a !== b) return [{ at, kind: "shape", how: `${a} ${short(expected)}, not ${b} ${short(got)}` }];
  if (isList(expected) && isList(got)) return compareLists(expected, got, at);
  if (isObject(expected) && isObject(got)) return compareObjects(expected, got, at);
  return sameText(expected, got) ? [] : [{ at, kind: "value", how: `${short(expected)}, not ${short(got)}` }];
}

function kindOf(value: Value): string {
  if (value === undefined) return "absent";
  if (value === null) return "null";
  return Array.isArray(value) ? "list" : typeof value;
}

function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

function isObject(value: Value): value is Readonly<Record<string, Value>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Lists inside a text (`images,rootdir`) stand in the order of a Perl hash. */
function sameText(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (typeof a !== "string" || typeof b !== "string") return false;
  return sorted(a) === sorted(b);
}

function sorted(text: string): string {
  return /^[\w,-]+$/.test(text) ? text.split(",").sort().join(",") : text;
}

function short(value: Value): string {
  return (JSON.stringify(value) ?? "").slice(0, 60);
}

type Fields = Readonly<Record<string, Value>>;

function compareObjects(expected: Fields, got: Fields, at: string): readonly Difference[] {
  const keys = [...new Set([...Object.keys(expected), ...Object.keys(got)])];
  return keys.flatMap((key) => compareJson(expected[key], got[key], `${at}/${key}`));
}

function compareLists(expected: readonly Value[], got: readonly Value[], at: string): readonly Difference[] {
  const [a, b] = [byName(expected), byName(got)];
  const names = [...new Set([...a.keys(), ...b.keys()])];
  return names.flatMap((name) => compareJson(a.get(name), b.get(name), `${at}/${name}`));
}

const naming = [
  "id",
  "volid",
  "vmid",
  "storage",
  "key",
  "Package",
  "devpath",
  "lv",
  "rule",
  "sid",
  "node",
  "name",
];

function byName(rows: readonly Value[]): ReadonlyMap<string, Value> {
  return new Map(rows.map((row, index) => [nameOf(row) ?? String(index), row]));
}

function nameOf(row: Value): string | undefined {
  if (!isObject(row)) return undefined;
  const key = naming.find((candidate) => row[candidate] !== undefined);
  return key === undefined ? undefined : String(row[key]).replaceAll("/", "·");
}
