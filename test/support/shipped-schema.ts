import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Ajv } from "ajv";

export function schemaOf(name: string): object {
  const path = fileURLToPath(new URL(`../../schemas/${name}.schema.json`, import.meta.url));
  return JSON.parse(readFileSync(path, "utf8"));
}

/** Objects closed to what the schema does not name: what we print has to be in it. */
function closed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closed);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, part]) => [key, key === "enum" ? part : closed(part)]);
  const object = Object.fromEntries(entries);
  return "properties" in object && !("additionalProperties" in object)
    ? { ...object, additionalProperties: false }
    : object;
}

/** What a shipped schema has against a value, and against what it does not name; null: nothing. */
export function schemaErrors(name: string, json: unknown): unknown {
  const validate = new Ajv({ allErrors: true, strict: false }).compile(closed(schemaOf(name)) as object); // closed keeps the shape of a schema
  validate(json);
  return validate.errors;
}
