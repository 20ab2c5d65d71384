import { parseBoolean } from "./boolean.ts";
import { isBlank, type PropertyGrammar } from "./property-string.ts";

/** What one key of a property string may hold. */
export interface PropertySpec {
  /** For the reason: `a boolean`. */
  readonly expects: string;
  readonly accepts: (value: string) => boolean;
  /** As Proxmox VE keeps it. */
  readonly normalise?: (value: string) => string;
  readonly required?: boolean;
}

/** A property string's schema. Keys that are not listed make the whole string unreadable. */
export interface PropertyFormat extends PropertyGrammar {
  readonly properties: ReadonlyMap<string, PropertySpec>;
  /** The keys among them that must be there. */
  readonly required: readonly string[];
  /** Keys that set two others at once: `virtio=AA:…` is model and MAC address (qemu-server Network.pm). */
  readonly keyAliases?: {
    readonly names: ReadonlySet<string>;
    readonly name: string;
    readonly value: string;
  };
  /** Former keys: skipped, even where they come twice. */
  readonly dropped?: ReadonlySet<string>;
}

export type PropertyReading =
  | { readonly ok: true; readonly values: Map<string, string> }
  | { readonly ok: false; readonly reason: string };

/** Reads a property string as Proxmox VE does (pve-common JSONSchema.pm parse_property_string). */
export function readProperties(text: string, format: PropertyFormat): PropertyReading {
  const values = new Map<string, string>();
  for (const part of text.split(",")) {
    if (isBlank(part)) continue;
    const equals = part.indexOf("=");
    const reason =
      equals < 0
        ? setDefault(part, format, values)
        : setKey(part.slice(0, equals), part.slice(equals + 1), format, values);
    if (reason !== undefined) return { ok: false, reason };
  }
  const reason = firstViolation(values, format);
  return reason === undefined ? { ok: true, values } : { ok: false, reason };
}

function setDefault(value: string, format: PropertyFormat, values: Map<string, string>): string | undefined {
  if (format.defaultKey === undefined) return `'${value}' has no key`;
  if (values.has(format.defaultKey))
    return `'${value}' has no key, and '${format.defaultKey}' is already set`;
  values.set(format.defaultKey, normalised(format.defaultKey, value, format));
  return undefined;
}

function setKey(
  written: string,
  value: string,
  format: PropertyFormat,
  values: Map<string, string>,
): string | undefined {
  if (format.dropped?.has(written)) return undefined;
  if (written === "") return `'=${value}' has no key`;
  if (value === "") return `'${written}' has no value`;
  let key = format.aliases.get(written) ?? written;
  if (format.keyAliases?.names.has(written)) {
    if (values.has(format.keyAliases.name)) return `'${format.keyAliases.name}' is set twice`;
    values.set(format.keyAliases.name, written);
    key = format.keyAliases.value;
  }
  if (values.has(key)) return `'${key}' is set twice`;
  values.set(key, normalised(key, value, format));
  return undefined;
}

function normalised(key: string, value: string, format: PropertyFormat): string {
  return format.properties.get(key)?.normalise?.(value) ?? value;
}

function firstViolation(values: ReadonlyMap<string, string>, format: PropertyFormat): string | undefined {
  for (const [key, value] of values) {
    const spec = format.properties.get(key);
    if (spec === undefined) return `'${key}' is not a key of it`;
    if (!spec.accepts(value)) return `'${key}' must be ${spec.expects}, not '${value}'`;
  }
  const absent = format.required.find((key) => !values.has(key));
  return absent === undefined ? undefined : `'${absent}' is missing`;
}

const integerPattern = /^[+-]?\d+$/;
const numberPattern = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

export const flag: PropertySpec = {
  expects: "a boolean",
  accepts: (value) => value === "0" || value === "1",
  normalise: (value) => parseBoolean(value) ?? value,
};

function ranged(what: string, pattern: RegExp, min: number, max: number): PropertySpec {
  return {
    expects: what,
    accepts: (value) => pattern.test(value) && Number(value) >= min && Number(value) <= max,
  };
}

export function integer(min = -Infinity, max = Infinity): PropertySpec {
  return ranged("an integer in range", integerPattern, min, max);
}

export function number(min = -Infinity, max = Infinity): PropertySpec {
  return ranged("a number in range", numberPattern, min, max);
}

/** One of the words, given as one blank-separated text. */
export function oneOf(words: string): PropertySpec {
  const allowed = new Set(words.split(" "));
  return { expects: `one of ${words.replaceAll(" ", ", ")}`, accepts: (value) => allowed.has(value) };
}

export function text(
  expects: string,
  accepts: (value: string) => boolean,
  maxLength = Infinity,
): PropertySpec {
  return { expects, accepts: (value) => value.length <= maxLength && accepts(value) };
}

export function matching(expects: string, pattern: RegExp, maxLength = Infinity): PropertySpec {
  return text(expects, (value) => pattern.test(value), maxLength);
}

export function required(spec: PropertySpec): PropertySpec {
  return { ...spec, required: true };
}

/** Builds a format from a plain object. */
export function propertyFormat(
  properties: Readonly<Record<string, PropertySpec>>,
  more: Partial<Omit<PropertyFormat, "properties" | "required">> = {},
): PropertyFormat {
  const entries = Object.entries(properties);
  const required = entries.filter(([, spec]) => spec.required === true).map(([key]) => key);
  return { aliases: new Map(), ...more, properties: new Map(entries), required };
}
