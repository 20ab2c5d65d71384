import { attributeOf, isTrue, readSectionConfig } from "./section-config.ts";
import { splitList } from "./split-list.ts";

// The files below /etc/pve/ha: pve-ha-manager, 5.2.0.

export interface HaResource {
  readonly kind: "vm" | "ct";
  readonly vmid: number;
  /** `started` where none is written; the old name `enabled` means the same. */
  readonly state: string;
  readonly group?: string;
  readonly line: number;
}

export interface HaGroup {
  readonly id: string;
  /** Without their priorities. */
  readonly nodes: readonly string[];
  /** The resources may run on these nodes only. */
  readonly restricted: boolean;
  readonly line: number;
}

export interface HaRule {
  readonly id: string;
  readonly type: "node-affinity" | "resource-affinity";
  /** As written: `vm:100`. */
  readonly resources: readonly string[];
  /** Without their priorities; empty for a resource affinity. */
  readonly nodes: readonly string[];
  readonly strict: boolean;
  readonly disabled: boolean;
  /** Of a resource affinity: together or apart. */
  readonly affinity?: string;
  readonly line: number;
}

export function readHaResources(text: string): readonly HaResource[] {
  return readSectionConfig(text).sections.flatMap((section) => {
    const { type, id, line } = section;
    if ((type !== "vm" && type !== "ct") || !/^\d+$/.test(id)) return [];
    const written = attributeOf(section, "state") ?? "started";
    const group = attributeOf(section, "group");
    return {
      kind: type,
      vmid: Number(id),
      state: written === "enabled" ? "started" : written,
      ...(group === undefined ? {} : { group }),
      line,
    };
  });
}

export function readHaGroups(text: string): readonly HaGroup[] {
  return readSectionConfig(text)
    .sections.filter(({ type }) => type === "group")
    .map((section) => ({
      id: section.id,
      nodes: nodeNames(attributeOf(section, "nodes")),
      restricted: isTrue(section, "restricted"),
      line: section.line,
    }));
}

export function readHaRules(text: string): readonly HaRule[] {
  return readSectionConfig(text).sections.flatMap((section) => {
    const { type, id, line } = section;
    if (type !== "node-affinity" && type !== "resource-affinity") return [];
    const affinity = attributeOf(section, "affinity");
    return {
      id,
      type,
      resources: splitList(attributeOf(section, "resources") ?? ""),
      nodes: nodeNames(attributeOf(section, "nodes")),
      strict: isTrue(section, "strict"),
      disabled: isTrue(section, "disable"),
      ...(affinity === undefined ? {} : { affinity }),
      line,
    };
  });
}

/** `pve1:2,pve2` names two nodes, the first preferred. */
function nodeNames(text: string | undefined): readonly string[] {
  return splitList(text ?? "").map((item) => item.replace(/:-?\d+$/, ""));
}
