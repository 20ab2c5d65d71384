import { parseBoolean } from "./boolean.ts";
import { propertyParts } from "./property-string.ts";
import { attributeOf, readSectionConfig } from "./section-config.ts";

export interface ResourceMapping {
  readonly id: string;
  /** Nodes that have the device. */
  readonly nodes: readonly string[];
  readonly liveMigrationCapable: boolean;
  readonly line: number;
}

const repeatable: ReadonlySet<string> = new Set(["map"]);

/** A file below /etc/pve/mapping; its headers are an id, with or without a type (pve-guest-common Mapping/*.pm). */
export function readMappingCfg(text: string): readonly ResourceMapping[] {
  return readSectionConfig(text, { untyped: true, repeatable }).sections.map((section) => ({
    id: section.id,
    nodes: [
      ...new Set(section.attributes.flatMap(({ key, value }) => (key === "map" ? nodesOf(value ?? "") : []))),
    ],
    liveMigrationCapable: parseBoolean(attributeOf(section, "live-migration-capable") ?? "0") === "1",
    line: section.line,
  }));
}

function nodesOf(entry: string): readonly string[] {
  return propertyParts(entry).flatMap(({ key, value }) => (key === "node" ? [value] : []));
}
