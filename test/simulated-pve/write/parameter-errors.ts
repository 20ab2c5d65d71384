import { parseBoolean } from "../../../src/model/syntax/boolean.ts";
import { parseDriveKey } from "../../../src/model/syntax/drive-key.ts";
import { guestOptions, type OptionType } from "../../../src/model/syntax/guest-options.ts";
import type { PropertyFormat, PropertySpec } from "../../../src/model/syntax/property-format.ts";
import { keyOf, propertyParts } from "../../../src/model/syntax/property-string.ts";
import type { Parameters } from "../request-body.ts";

/** Words that the API checks, though a config may hold any (qemu-server QemuServer.pm, 9.2.6). */
const enumerations: Readonly<Record<string, string>> = {
  bios: "seabios, ovmf",
  lock: "backup, clone, create, migrate, rollback, snapshot, snapshot-delete, suspending, suspended",
  ostype: "other, wxp, w2k, w2k3, w2k8, wvista, win7, win8, win10, win11, l24, l26, solaris",
  scsihw: "lsi, lsi53c810, virtio-scsi-pci, virtio-scsi-single, megasas, pvscsi",
};

const minimums: Readonly<Record<string, number>> = { cores: 1, sockets: 1, vcpus: 1 };

/** Parameters of the call itself. */
const callParameters: ReadonlySet<string> = new Set([
  "background_delay",
  "delete",
  "digest",
  "force",
  "revert",
  "skiplock",
]);

const unknownParameter =
  "property is not defined in schema and the schema does not allow additional properties";

/** What pve-common's JSONSchema.pm says of each parameter that is wrong; empty: nothing. */
export function parameterErrors(params: Parameters): Readonly<Record<string, string>> {
  const errors: Record<string, string> = {};
  for (const [key, value] of Object.entries(params)) {
    if (callParameters.has(key)) continue;
    const error = optionError(key, value);
    if (error !== undefined) errors[key] = error;
  }
  return errors;
}

function optionError(key: string, value: string): string | undefined {
  const type = guestOptions.get(key);
  if (type === undefined) return unknownParameter;
  const words = enumerations[key];
  if (words !== undefined && !words.split(", ").includes(value)) return notAmong(value, words);
  return typeError(key, value, type);
}

function notAmong(value: string, words: string): string {
  return `value '${value}' does not have a value in the enumeration '${words}'`;
}

function typeError(key: string, value: string, type: OptionType): string | undefined {
  switch (type.kind) {
    case "boolean":
      return parseBoolean(value) === undefined ? wrongType("boolean", value) : undefined;
    case "integer":
    case "number": {
      const isNumber = type.kind === "integer" ? /^-?\d+$/.test(value) : /^-?\d+(?:\.\d+)?$/.test(value);
      if (!isNumber) return wrongType(type.kind, value);
      const minimum = minimums[key] ?? 0;
      return Number(value) < minimum ? `value must have a minimum value of ${minimum}` : undefined;
    }
    case "format":
      if (type.accepts(value)) return undefined;
      return key === "name"
        ? "invalid format - value does not look like a valid DNS name\n"
        : `invalid format - expected ${type.expects}\n`;
    case "properties": {
      const lines = propertyErrors(key, value, type.format);
      return lines.length === 0 ? undefined : `invalid format - format error\n${lines.join("\n")}\n`;
    }
    case "text":
      return undefined;
  }
}

function wrongType(type: string, value: string): string {
  return `type check ('${type}') failed - got '${value}'`;
}

function propertyErrors(key: string, text: string, format: PropertyFormat): readonly string[] {
  const errors: string[] = [];
  const seen = new Set<string>();
  for (const part of propertyParts(text)) {
    const model = part.key !== undefined && format.keyAliases?.names.has(part.key) === true;
    const name = model ? format.keyAliases?.name : keyOf(part, format);
    if (name === undefined || format.dropped?.has(name)) continue;
    seen.add(name);
    const error = model ? undefined : valueError(format.properties.get(name), part.value);
    if (error !== undefined) errors.push(`${key}.${name}: ${error}`);
  }
  // A drive that is to be allocated needs its volume too, and so does every other one.
  const wanted = parseDriveKey(key) === undefined ? format.required : ["file"];
  for (const name of wanted)
    if (!seen.has(name)) errors.push(`${key}.${name}: property is missing and it is not optional`);
  return errors;
}

function valueError(spec: PropertySpec | undefined, value: string): string | undefined {
  if (spec === undefined) return unknownParameter;
  if (spec.accepts(spec.normalise?.(value) ?? value)) return undefined;
  const words = /^one of (.*)$/.exec(spec.expects)?.[1];
  if (words !== undefined) return notAmong(value, words);
  const type = /\b(integer|number|boolean)\b/.exec(spec.expects)?.[1];
  return type === undefined ? `invalid format - expected ${spec.expects}` : wrongType(type, value);
}
