import type { ConfigSection } from "../../../src/model/syntax/section-config.ts";
import type { Json, JsonObject } from "../reply.ts";

const numeric: ReadonlySet<string> = new Set([
  "all",
  "disable",
  "enabled",
  "failback",
  "live-migration-capable",
  "max_relocate",
  "max_restart",
  "nofailback",
  "rate",
  "remove",
  "restricted",
  "strict",
]);

/** A section's keys as an API row: a few are numbers, the rest text. */
export function sectionRow(section: ConfigSection): JsonObject {
  const row: Record<string, Json> = { type: section.type };
  for (const { key, value = "1" } of section.attributes)
    row[key] = numeric.has(key) && /^[\d.]+$/.test(value) ? Number(value) : value;
  return row;
}
