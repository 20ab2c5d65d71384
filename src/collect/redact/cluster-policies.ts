import { propertyParts } from "../../model/syntax/property-string.ts";
import type { Aliases } from "./aliases.ts";
import { redacted } from "./known-words.ts";
import { mapList } from "./lists.ts";
import { redactPath } from "./paths.ts";
import { calendarEvent, flagOrNumber, nodeList, numeric, shaped } from "./plain-values.ts";
import type { Redactor } from "./properties.ts";
import type { SectionPolicy } from "./section-file.ts";

const word = shaped(/^[a-z]{1,12}$/);

/** The files of HA and replication, key by key. */
export function clusterPolicies(
  aliases: Aliases,
): Readonly<Record<"replication" | "resources" | "groups" | "rules", SectionPolicy>> {
  const nodes = nodeList(aliases);
  const oddKey: Redactor = (key) => aliases.name("name", key);
  const group: Redactor = (value) => aliases.name("group", value);
  const number = (keys: string): readonly (readonly [string, Redactor])[] =>
    keys.split(" ").map((key) => [key, flagOrNumber]);
  return {
    replication: {
      types: new Set(["local"]),
      id: (id) => (/^\d+-\d+$/.test(id) ? id : aliases.name("name", id)),
      oddKey,
      attributes: new Map<string, Redactor>([
        ...number("disable guest jobnum"),
        ["rate", numeric],
        ["target", nodes],
        ["source", nodes],
        ["schedule", calendarEvent],
        ["remove_job", word],
      ]),
    },
    resources: {
      types: new Set(["vm", "ct"]),
      id: (id) => aliases.name("name", id),
      oddKey,
      attributes: new Map<string, Redactor>([
        ...number("max_restart max_relocate failback auto-rebalance"),
        ["state", word],
        ["group", group],
      ]),
    },
    groups: {
      types: new Set(["group"]),
      id: group,
      oddKey,
      attributes: new Map<string, Redactor>([...number("restricted nofailback"), ["nodes", nodes]]),
    },
    rules: {
      types: new Set(["node-affinity", "resource-affinity"]),
      id: (id) => aliases.name("rule", id),
      oddKey,
      attributes: new Map<string, Redactor>([
        ...number("strict disable"),
        ["nodes", nodes],
        ["affinity", word],
        [
          "resources",
          (value) =>
            mapList(value, (item) =>
              /^(?:vm|ct):\d+$/.test(item) ? item : `vm:${aliases.name("name", item)}`,
            ),
        ],
      ]),
    },
  };
}

/** The files below mapping/: which node has which device. */
export function mappingPolicy(aliases: Aliases): SectionPolicy {
  return {
    untyped: true,
    types: new Set(["pci", "usb", "dir", "directory"]),
    id: (id) => aliases.name("map", id),
    oddKey: (key) => aliases.name("name", key),
    attributes: new Map<string, Redactor>([
      ["live-migration-capable", flagOrNumber],
      ["mdev", flagOrNumber],
      ["map", (value) => redactMap(value, aliases)],
    ]),
  };
}

const deviceIds = shaped(/^[0-9a-fx]{4,8}:[0-9a-fx]{4,8}$/i);

function redactMap(value: string, aliases: Aliases): string {
  return propertyParts(value)
    .map(({ key, value: written, text }) => {
      if (key === undefined) return text.trim() === "" ? text : redacted;
      if (key === "node") return `node=${aliases.name("node", written)}`;
      if (key === "path") return `path=${redactPlace(written, aliases)}`;
      if (key === "id" || key === "subsystem-id") return `${key}=${deviceIds(written)}`;
      return `${/^[a-z-]{1,20}$/.test(key) ? key : redacted}=${key === "iommugroup" ? numeric(written) : redacted}`;
    })
    .join(",");
}

/** A directory, or the address of a PCI or USB device: several divided by `;`. */
function redactPlace(value: string, aliases: Aliases): string {
  if (value.startsWith("/")) return redactPath(value, aliases);
  return shaped(/^[0-9a-f:.;-]{1,200}$/i)(value);
}
