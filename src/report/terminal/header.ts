import type { AuditReport, PolicyRef } from "../../model/audit-report.ts";
import { apart, hanging, shorten, width } from "./lines.ts";
import { counted } from "./place.ts";
import { glyph, type Style } from "./style.ts";
import { readAt } from "./words.ts";

/** Which cluster, how much of it, when it was read, and the versions its defaults come from. */
export function headerLines(report: AuditReport, style: Style): readonly string[] {
  const { columns } = style;
  const versions = versionWords(report, style);
  if (columns >= 140) {
    const left = `${nameOf(report, style)}  ${sizeWords(report).join(", ")}   ${versions}`;
    const read = `read ${readAt(report)}`;
    if (width(left) + width(read) + 2 <= columns) return apart(left, read, columns);
  }
  return [...identityLines(report, style), ...hanging("", versions, columns)];
}

/** Which cluster, how much of it, and when it was read. */
function identityLines(report: AuditReport, style: Style): readonly string[] {
  const { columns } = style;
  const left = hanging(`${nameOf(report, style)}  `, sizeWords(report).join(", "), columns);
  const read = `read ${readAt(report)}`;
  return left.length === 1 ? apart(left[0] ?? "", read, columns) : [...left, read];
}

function nameOf({ cluster }: AuditReport, style: Style): string {
  return shorten(cluster.name, Math.max(8, Math.floor(style.columns / 3)), style);
}

/** `3 nodes`, `10 guests`, `13 drives` */
export function sizeWords({ cluster: { nodeCount }, guests }: AuditReport): readonly string[] {
  const drives = guests.reduce((sum, guest) => sum + guest.drives.length, 0);
  return [
    nodeCount === null ? "node count unknown" : counted(nodeCount, "node"),
    counted(guests.length, "guest"),
    counted(drives, "drive"),
  ];
}

const packages: readonly (readonly [string, string])[] = [
  ["pve", "Proxmox VE"],
  ["qemuServer", "qemu-server"],
  ["qemu", "QEMU"],
  ["openzfs", "OpenZFS"],
];

function versionWords({ cluster: { nodes, assumed } }: AuditReport, style: Style): string {
  const separator = glyph("separator", style);
  const known = packages.flatMap(([key, name]) => {
    const versions = [...new Set(nodes.flatMap((node) => node.versions[key] ?? []))].sort();
    return versions.length === 0 ? [] : [`${name} ${versions.join(" and ")}`];
  });
  const taken = assumed.length === 0 ? "" : `assumed ${assumed.join(", ")}`;
  if (known.length === 0) return taken === "" ? "versions unknown" : `versions unknown: ${taken}`;
  return [...known, taken === "" ? "" : `where unknown, ${taken}`]
    .filter((part) => part !== "")
    .join(separator);
}

/** Which policy file is in force; the first digits of its SHA-256 tell one version from another. */
export function policyLines({ policy }: AuditReport, style: Style): readonly string[] {
  if (policy === null) return [];
  const word = ({ path, sha256 }: PolicyRef): string => `${path}, sha256 ${sha256.slice(0, 12)}`;
  const base = (policy.extends ?? []).map((ref) => `; on ${word(ref)}`);
  return hanging("", `policy ${word(policy)}${base.join("")}`, style.columns, 2);
}

/** Defaults that rest on a version nobody read; for the short form, which has no line of versions. */
export function assumedLines(report: AuditReport, style: Style): readonly string[] {
  const { assumed } = report.cluster;
  if (assumed.length === 0) return [];
  return [
    ...hanging(
      "",
      `versions unknown: the newest known defaults are assumed, ${assumed.join(", ")}`,
      style.columns,
    ),
    "",
  ];
}

/** A cluster of one node: what the lanes still say, and what is not judged. */
export function oneNodeLine({ cluster: { nodeCount } }: AuditReport, style: Style): readonly string[] {
  if (nodeCount !== 1) return [];
  return [
    ...hanging(
      "",
      "one node: nothing can move, so mobility is not judged; lanes say how it would be",
      style.columns,
    ),
    "",
  ];
}
