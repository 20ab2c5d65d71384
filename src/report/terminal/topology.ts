import type { Missing } from "../../model/fact.ts";
import type { TopologyHop } from "../../model/topology.ts";
import { byHow, factText, gapsOf } from "./gaps.ts";
import { hanging } from "./lines.ts";
import { glyph, mark, paint, type Style } from "./style.ts";

/** What a hop is, before its name; none where the name says it. */
const words: Readonly<Record<TopologyHop["kind"], string>> = {
  volume: "",
  zvol: "zvol",
  file: "",
  "logical-volume": "LV",
  image: "image",
  lun: "LUN",
  "thin-pool": "thin pool",
  "volume-group": "VG",
  dataset: "dataset",
  "file-system": "",
  device: "",
  pool: "pool",
  vdev: "",
  disk: "",
  target: "target",
  export: "",
};

/** What several volumes stand on: drawn once, then named. */
const carriers: ReadonlySet<TopologyHop["kind"]> = new Set([
  "pool",
  "volume-group",
  "thin-pool",
  "file-system",
]);

/** The ways down to the disks as one tree: hops in a row on one line, what was drawn above named only. */
export function topologyLines(
  roots: readonly { readonly lead: string; readonly hop: TopologyHop }[],
  style: Style,
): readonly string[] {
  const drawn = new Set<string>();
  return roots.flatMap(({ lead, hop }) => hopLines(hop, lead, "    ", drawn, style));
}

/** A hop with those that follow it alone, then a branch for each that it stands on. */
function hopLines(
  first: TopologyHop,
  lead: string,
  indent: string,
  drawn: Set<string>,
  style: Style,
): readonly string[] {
  const parts: string[] = [];
  let hop: TopologyHop | undefined = first;
  let last = first;
  while (hop !== undefined) {
    last = hop;
    const key = `${hop.kind} ${hop.name}`;
    const seen = drawn.has(key);
    parts.push(hopText(hop, seen, style));
    if (seen) return hanging(lead, parts.join(arrow(style)), style.columns, indent.length);
    if (carriers.has(hop.kind) && hop.below.length > 0) drawn.add(key);
    hop = hop.below.length === 1 ? hop.below[0] : undefined;
  }
  const own = hanging(lead, parts.join(arrow(style)), style.columns, indent.length);
  return [...own, ...branchLines(last.below, indent, drawn, style)];
}

const arrow = (style: Style): string => ` ${glyph("remedy", style)} `;

function branchLines(
  below: readonly TopologyHop[],
  indent: string,
  drawn: Set<string>,
  style: Style,
): readonly string[] {
  return below.flatMap((child, at) => {
    const last = at === below.length - 1;
    const sign = glyph(last ? "chainLast" : "chain", style).padEnd(glyph("chain", style).length);
    const rest = last ? "" : glyph("chainFirst", style);
    const room = " ".repeat(sign.length + 1);
    const lines = hopLines(child, `${indent}${sign} `, indent + room, drawn, style);
    // The line to the next branch runs beside what belongs to this one.
    return lines.map((line, row) =>
      row === 0 || rest === "" ? line : `${indent}${rest}${line.slice(indent.length + rest.length)}`,
    );
  });
}

function hopText({ kind, name, says = [], missing = [] }: TopologyHop, seen: boolean, style: Style): string {
  const named = [words[kind], name].filter((word) => word !== "").join(" ");
  if (seen) return `${named} (as above)`;
  const about = says.length === 0 ? "" : ` ${paint("quiet", says.join(", "), style)}`;
  return `${named}${about}${missing.length === 0 ? "" : ` ${mark("open", style)}`}`;
}

/** What could not be read on the way, each once, with what would tell. */
export function unknownHopLines(hops: readonly TopologyHop[], style: Style): readonly string[] {
  const missingIn = ({ missing = [], below }: TopologyHop): readonly Missing[] => [
    ...missing,
    ...below.flatMap(missingIn),
  ];
  return missingLines(hops.flatMap(missingIn), style);
}

/** Missing facts, those that one action supplies together. */
export function missingLines(missing: readonly Missing[], style: Style): readonly string[] {
  const gaps = byHow(gapsOf(missing.map((one) => ({ missing: [one] }))));
  return gaps.flatMap(([how, members]) => [
    ...hanging(`  ${mark("open", style)} `, members.map(factText).join("; "), style.columns),
    ...hanging(`    ${glyph("remedy", style)} `, how, style.columns),
  ]);
}
