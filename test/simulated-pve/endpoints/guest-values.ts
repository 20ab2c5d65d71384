import { createHash } from "node:crypto";
import type { Section } from "../../../src/model/syntax/guest-conf.ts";
import { guestOptions } from "../../../src/model/syntax/guest-options.ts";
import type { Json, JsonObject } from "../reply.ts";

/** Proxmox VE's digest of a config: SHA-1 of the file's text. */
export function digestOf(text: string): string {
  return createHash("sha1").update(text).digest("hex");
}

/** The value as JSON: what the config schema calls a number is one, property strings stay text. */
function jsonValue(key: string, value: string): Json {
  const kind = guestOptions.get(key)?.kind;
  if (kind === "boolean" || kind === "integer") return Number(value);
  return value;
}

/** A section as `GET …/config` shows it, without digest. Passwords are never shown. */
export function sectionValues({ description, entries }: Section): Record<string, Json> {
  const values: Record<string, Json> = {};
  for (const [key, { value }] of entries) values[key] = shown(key, value);
  if (description !== undefined) values["description"] = description;
  return values;
}

export function shown(key: string, value: string): Json {
  return key === "cipassword" ? "**********" : jsonValue(key, value);
}

/** `object` without the keys that are undefined. */
export function present(object: Readonly<Record<string, Json | undefined>>): JsonObject {
  const entries = Object.entries(object).filter((entry): entry is [string, Json] => entry[1] !== undefined);
  return Object.fromEntries(entries);
}
