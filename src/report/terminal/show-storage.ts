import type { Finding, OpenJudgement } from "../../model/audit-report.ts";
import type { StoragePage, StoragePlace } from "../../model/place-page.ts";
import { printableIn } from "../printable.ts";
import { hanging } from "./lines.ts";
import { backupLines } from "./show-backups.ts";
import { headLine } from "./show-head.ts";
import { guestLines, mediumText, pageText, pairLines, section, usageText } from "./show-page.ts";
import { glyph, mark, type Style } from "./style.ts";
import { topologyLines, unknownHopLines } from "./topology.ts";

/** One storage: what storage.cfg says, what carries it on each node, what a new drive gets, and who is on it. */
export function terminalStorage(
  pageGiven: StoragePage,
  findingsGiven: readonly Finding[],
  openGiven: readonly OpenJudgement[],
  style: Style,
): string {
  const given = { page: pageGiven, findings: findingsGiven, open: openGiven };
  const { page, findings, open } = printableIn(given, style.ascii);
  const { id, type, enabled, nodes } = page;
  const where = nodes === null ? "every node" : nodes.join(", ");
  const lines = [
    ...headLine(`${id}   ${type} storage on ${where}${enabled ? "" : ", disabled"}`, findings, style),
    ...sharingLines(page, style),
    "",
    ...section(`Written in ${page.source}`, writtenLines(page, style)),
    ...section("On the nodes", placeLines(page, style)),
    ...section("A new drive that says nothing gets", defaultLines(page, style)),
    ...backupLines(page.backups, "Backup jobs that use it", "", style),
    ...guestLines(page.guests, style),
  ];
  return pageText("storage", lines, findings, open, style);
}

function sharingLines({ shared, proof }: StoragePage, style: Style): readonly string[] {
  const sign = glyph(shared ? "shared" : "local", style);
  const proven = {
    none: proof.text,
    proven: `${mark("pass", style)} ${proof.text}`,
    disproven: `${mark("error", style)} not so: ${proof.text}`,
    open: `${mark("open", style)} ${proof.text}`,
  }[proof.kind];
  return hanging(`${sign} ${shared ? "shared" : "local"}   `, proven, style.columns);
}

function writtenLines({ content, options }: StoragePage, style: Style): readonly string[] {
  const pairs = Object.entries(options).map(([key, value]): readonly [string, string] => [
    key,
    key === "sparse" && value === "0" ? "0: new zvols reserve their whole size" : value,
  ]);
  return pairLines([["content", [...content].join(", ") || "none"], ...pairs], style);
}

/** Nodes where all is alike stand together. */
function placeLines({ places }: StoragePage, style: Style): readonly string[] {
  const groups = new Map<string, string[]>();
  for (const { node, usage, medium, topology } of places) {
    const roots = topology.map((hop) => ({ lead: "    ", hop }));
    const lines = [`${usageText(usage)}, ${mediumText(medium)}`, ...topologyLines(roots, style)];
    const key = lines.join("\n");
    groups.set(key, [...(groups.get(key) ?? []), node]);
  }
  const unknown = unknownHopLines(
    places.flatMap(({ topology }) => topology),
    style,
  );
  return [
    ...[...groups]
      .map(([text, nodes]) => `  ${nodes.join(", ")}   ${text}`)
      .flatMap((text) => text.split("\n")),
    ...unknown,
  ];
}

/** Nodes that give the same stand together: they differ only where their versions do. */
function defaultLines({ places }: StoragePage, style: Style): readonly string[] {
  const groups = new Map<string, StoragePlace[]>();
  for (const place of places) {
    if (place.defaults === null) continue;
    const key = JSON.stringify(place.defaults);
    groups.set(key, [...(groups.get(key) ?? []), place]);
  }
  return [...groups.values()].flatMap((members) => {
    const defaults = members[0]?.defaults;
    if (defaults === undefined || defaults === null) return [];
    const { cache, aio, assumed } = defaults;
    const heading = groups.size === 1 ? [] : [`  on ${members.map(({ node }) => node).join(", ")}`];
    const pairs: readonly (readonly [string, string])[] = [
      ["cache", `${cache.value}: ${cache.because}`],
      ["aio", `${aio.value ?? "-"}: ${aio.because}`],
      ...(assumed ? [["assumed", "no version was read; these are the newest known"] as const] : []),
    ];
    return [...heading, ...pairLines(pairs, style)];
  });
}
