import type { Finding, OpenJudgement } from "../../model/audit-report.ts";
import type { NodePage } from "../../model/place-page.ts";
import { bytesText } from "../../model/quantity-text.ts";
import { printableIn } from "../printable.ts";
import { counted } from "./place.ts";
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
  signOf,
  usageText,
} from "./show-page.ts";
import { glyph, type Style } from "./style.ts";

/** One node: versions, memory, pools, disks, storages, and who is on it. */
export function terminalNode(
  pageGiven: NodePage,
  findingsGiven: readonly Finding[],
  openGiven: readonly OpenJudgement[],
  style: Style,
): string {
  const given = { page: pageGiven, findings: findingsGiven, open: openGiven };
  const { page, findings, open } = printableIn(given, style.ascii);
  const { name, versions, guests, containers, disks } = page;
  const carries = [
    counted(guests.length, "guest"),
    ...(containers === 0 ? [] : [counted(containers, "container")]),
  ];
  const lines = [
    ...headLine(`${name}   node with ${carries.join(" and ")}`, findings, style),
    "",
    ...section("Versions", pairLines(versionPairs(versions), style)),
    ...section("Memory", pairLines(memoryPairs(page), style)),
    ...section("Pools", rowLines(poolRows(page, style), style)),
    ...section(
      "Disks",
      disks === null
        ? ["  ? lsblk was not read"]
        : rowLines(
            disks.map((disk) => ({ sign: " ", cells: [...diskCells(disk), disk.carries.join(", ")] })),
            style,
          ),
    ),
    ...section("Storages", rowLines(storageRows(page, style), style)),
    ...guestLines(guests, style),
    ...notReadLines(page.missing, style),
  ];
  return pageText("node", lines, findings, open, style);
}

const packageNames: Readonly<Record<string, string>> = {
  pve: "Proxmox VE",
  qemuServer: "qemu-server",
  qemu: "QEMU",
  openzfs: "OpenZFS",
  kernel: "kernel",
};

function versionPairs(versions: NodePage["versions"]): readonly (readonly [string, string])[] {
  return Object.entries(versions).map(([of, version]) => [packageNames[of] ?? of, version ?? "?"]);
}

function memoryPairs({ memory, promised, arc }: NodePage): readonly (readonly [string, string])[] {
  const ram = memory === null ? "?" : bytesText(memory);
  const cap =
    arc === null ? "?" : `${bytesText(arc.size)}, may take ${bytesText(arc.cap)} (${arcMaxText(arc.arcMax)})`;
  return [
    ["RAM", ram],
    ["promised to guests", bytesText(promised)],
    ["ARC", cap],
  ];
}

function arcMaxText(arcMax: number | null): string {
  if (arcMax === null) return "zfs_arc_max not read";
  return arcMax === 0 ? "zfs_arc_max is not set" : `zfs_arc_max ${bytesText(arcMax)}`;
}

function poolRows({ pools }: NodePage, style: Style): Parameters<typeof rowLines>[0] {
  return pools.map(({ name, state, capacity, size, medium, worst }) => ({
    sign: signOf(worst, style),
    cells: [name, state ?? "state ?", fillText(capacity, size), mediumText(medium)],
  }));
}

function storageRows({ storages }: NodePage, style: Style): Parameters<typeof rowLines>[0] {
  return storages.map(({ id, type, shared, usage, worst }) => ({
    sign: signOf(worst, style),
    cells: [glyph(shared ? "shared" : "local", style), id, type, usageText(usage)],
  }));
}
