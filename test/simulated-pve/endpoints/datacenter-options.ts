import { splitList } from "../../../src/model/syntax/split-list.ts";
import type { Json, JsonObject } from "../reply.ts";

/** Keys of datacenter.cfg whose value is a property string; the second is its default key. */
const structured: ReadonlyMap<string, string> = new Map([
  ["crs", "ha"],
  ["ha", "shutdown_policy"],
  ["migration", "type"],
  ["next-id", "lower"],
  ["notify", "package-updates"],
  ["replication", "type"],
  ["tag-style", "shape"],
  ["user-tag-access", "user-allow"],
]);

/** `GET /cluster/options`: datacenter.cfg with its property strings taken apart; tags that guests have are allowed. */
export function optionsOf(text: string, tagsInUse: readonly string[]): JsonObject {
  const options: Record<string, Json> = {
    mac_prefix: "BC:24:11",
    description: "",
    "allowed-tags": tagsInUse,
  };
  for (const line of text.split("\n")) {
    const [, key, value] = /^([a-z_-]+):\s*(.*?)\s*$/.exec(line) ?? [];
    if (key === undefined || value === undefined) continue;
    const defaultKey = structured.get(key);
    if (key === "registered-tags")
      options["allowed-tags"] = [...new Set([...tagsInUse, ...splitList(value)])].sort();
    else options[key] = defaultKey === undefined ? value : takeApart(value, defaultKey);
  }
  return options;
}

function takeApart(text: string, defaultKey: string): JsonObject {
  const parts = text.split(",").filter((part) => part !== "");
  return Object.fromEntries(
    parts.map((part) => {
      const equals = part.indexOf("=");
      return equals < 0 ? [defaultKey, part] : [part.slice(0, equals), part.slice(equals + 1)];
    }),
  );
}
