import type { Finding, OpenJudgement } from "../../model/audit-report.ts";
import type { PoolPage } from "../../model/place-page.ts";
import { bytesText } from "../../model/quantity-text.ts";
import { printableIn } from "../printable.ts";
import { hanging } from "./lines.ts";
import { diskCells } from "./show-disk.ts";
import { headLine } from "./show-head.ts";
import {
  fillText,
  guestLines,
  mediumText,
  notReadLines,
  pageText,
  pairLines,
  rowLines,
  section,
} from "./show-page.ts";
import { glyph, type Style } from "./style.ts";

/** One pool of one node: its vdevs and disks, what is set, who trims and scrubs it, and who is on it. */
export function terminalPool(
  pageGiven: PoolPage,
  findingsGiven: readonly Finding[],
  openGiven: readonly OpenJudgement[],
  style: Style,
): string {
  const given = { page: pageGiven, findings: findingsGiven, open: openGiven };
  const { page, findings, open } = printableIn(given, style.ascii);
  const { name, node, state, capacity, size, medium } = page;
  const about = [state ?? "state ?", fillText(capacity, size), mediumText(medium)];
  const lines = [
    ...headLine(`${name}   pool on ${node}, ${about.join(", ")}`, findings, style),
    ...(page.status === null ? [] : hanging("  ", page.status, style.columns)),
    "",
    ...section("Vdevs", vdevLines(page, style)),
    ...section("In force", pairLines(inForce(page), style)),
    ...section("Storages", page.storages.length === 0 ? [] : [`  ${page.storages.join(", ")}`]),
    ...guestLines(page.guests, style),
    ...notReadLines(page.missing, style),
  ];
  return pageText("pool", lines, findings, open, style);
}

function vdevLines({ vdevs }: PoolPage, style: Style): readonly string[] {
  return vdevs.flatMap(({ role, kind, ashift, disks }) => {
    const name = [role === "data" ? "" : role, kind].filter((word) => word !== "").join(" ");
    return [
      `  ${name}   ashift ${ashift ?? "?"}`,
      ...rowLines(
        disks.map((disk, at) => ({
          sign: glyph(at === disks.length - 1 ? "chainLast" : "chain", style),
          cells: diskCells(disk),
        })),
        style,
      ).map((line) => `  ${line}`),
    ];
  });
}

function inForce(page: PoolPage): readonly (readonly [string, string])[] {
  const { properties, trim, lastScrub, dataErrors } = page;
  const trims =
    trim === null
      ? "?"
      : trim.length === 0
        ? "nothing scheduled covers it"
        : trim.map(({ kind, source }) => `${kind}, ${source}`).join("; ");
  return [
    ...Object.entries(properties).map(([key, value]): readonly [string, string] => [
      key,
      value === null
        ? "?"
        : value === "-"
          ? "not set"
          : key === "recordsize"
            ? bytesText(Number(value))
            : value,
    ]),
    ["trim", trims],
    ["last scrub", lastScrub === null ? "?" : lastScrub.slice(0, 10)],
    [
      "data errors",
      dataErrors === null ? "?" : dataErrors ? "yes: zpool status -v lists the files" : "none known",
    ],
  ];
}
