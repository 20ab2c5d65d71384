import type { PropertyFormat } from "../../model/syntax/property-format.ts";
import { isBlank, keyOf, propertyParts } from "../../model/syntax/property-string.ts";
import { redacted } from "./known-words.ts";

/** How the values of one kind of text are redacted. */
export type Redactor = (value: string) => string;

/**
 * A property string part by part. Keys of the format that are not listed hold words of a fixed vocabulary or numbers:
 * they stay when they are legal. What the format does not know loses its value.
 */
export function redactProperties(
  text: string,
  format: PropertyFormat,
  redactors: ReadonlyMap<string, Redactor>,
): string {
  return propertyParts(text)
    .map((part) => {
      const key = keyOf(part, format);
      if (key === undefined) return isBlank(part.text) ? part.text : redacted;
      const value = redactValue(key, part.value, format, redactors);
      return part.key === undefined ? value : `${redactKey(part.key, key, format)}=${value}`;
    })
    .join(",");
}

function redactValue(
  key: string,
  value: string,
  format: PropertyFormat,
  redactors: ReadonlyMap<string, Redactor>,
): string {
  if (value === "") return value;
  const named = format.keyAliases?.names.has(key) ? format.keyAliases.value : key;
  const redactor = redactors.get(named);
  if (redactor !== undefined) return redactor(value);
  const spec = format.properties.get(named);
  const legal =
    spec?.accepts(spec.normalise?.(value) ?? value) === true || format.dropped?.has(named) === true;
  return legal && value.length <= 100 ? value : redacted;
}

/** A key is a word of the format, or at least a plain one: where lines are glued together it may be anything. */
function redactKey(written: string, key: string, format: PropertyFormat): string {
  const isKnown = format.properties.has(key) || format.keyAliases?.names.has(key) || format.dropped?.has(key);
  return isKnown || /^[a-z_-]{0,30}$/.test(written) ? written : redacted;
}
