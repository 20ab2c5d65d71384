/** Careful looks into JSON of commands: a field of another shape is as good as absent. */

function field(row: unknown, key: string): unknown {
  return typeof row === "object" && row !== null
    ? (row as Readonly<Record<string, unknown>>)[key]
    : undefined; // any object can be looked into
}

/** Old versions pad columns with blanks. */
export function textIn(row: unknown, key: string): string | undefined {
  const value = field(row, key);
  if (typeof value === "string") return value.trim();
  return typeof value === "number" ? String(value) : undefined;
}

export function arrayIn(row: unknown, key: string): readonly unknown[] {
  const value = field(row, key);
  return Array.isArray(value) ? value : [];
}

/** util-linux writes booleans as true/false, or as "1"/"0" before 2.37. */
export function flagIn(row: unknown, key: string): boolean | undefined {
  const value = field(row, key);
  if (typeof value === "boolean") return value;
  if (value === "1" || value === 1) return true;
  return value === "0" || value === 0 ? false : undefined;
}

/** A number, or digits in a string. */
export function numberIn(row: unknown, key: string): number | undefined {
  const text = textIn(row, key);
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}

export function objectIn(row: unknown, key: string): Readonly<Record<string, unknown>> {
  const value = field(row, key);
  return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : {}; // any object can be looked into
}

export function hasObject(row: unknown, key: string): boolean {
  const value = field(row, key);
  return typeof value === "object" && value !== null;
}
