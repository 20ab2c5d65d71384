import type { Intents } from "../model/intent.ts";
import type { GuestOs, Quadrant } from "../model/resolved.ts";
import { isWindows } from "./machine.ts";

/** Role and system of a guest: a hostpciN makes it special, a stick or an ISO does not; a declaration wins. */
export function quadrantOf(keys: Iterable<string>, ostype: string | undefined, intents: Intents): Quadrant {
  return { role: roleOf(keys, intents), os: osOf(ostype) };
}

function roleOf(keys: Iterable<string>, intents: Intents): Quadrant["role"] {
  if (intents.has("specialty")) return "specialty";
  if (intents.has("generalized")) return "generalized";
  for (const key of keys) if (/^hostpci\d+$/.test(key)) return "specialty";
  return "generalized";
}

function osOf(ostype: string | undefined): GuestOs {
  if (ostype === "l26" || ostype === "l24") return "linux";
  return isWindows(ostype) ? "windows" : "other";
}
