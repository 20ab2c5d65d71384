import type { AuditReport, Finding, OpenJudgement } from "../../model/audit-report.ts";
import type { Lane } from "../../model/resolved.ts";
import { type GuestsOf, guestsOf } from "./guests-of.ts";
import { apart, hanging, packed, padEnd, width } from "./lines.ts";
import { counted } from "./place.ts";
import { glyph, mark, type Style } from "./style.ts";
import { headLine, type Layout, layoutOf, remarkRoom, rowLine } from "./table-layout.ts";
import { type TableGuest, tableGuest, withPendingBelow } from "./table-rows.ts";
import { laneMeanings, laneNames } from "./words.ts";

const laneOrder: readonly Lane[] = ["unknown", "shared", "replicated", "local", "none"];

/** More guests than this, and those without a finding to show are counted rather than listed. */
const listedInFull = 30;

export interface TableOptions {
  /** Every guest, however many. */
  readonly unfold: boolean;
  /** Guests with notes only, too. */
  readonly notes: boolean;
}

/** Every guest by lane, with its settings in force and the sign of what was found beside each. */
export function laneTables(report: AuditReport, style: Style, options: TableOptions): readonly string[] {
  const guests = tableGuests(report, style);
  const fold = !options.unfold && guests.length > listedInFull;
  const chosen = guests.filter((guest) => !fold || hasToBeSeen(guest, options.notes));
  const isListed = new Set(chosen.map(({ guest }) => guest));
  const { listed, layout } = fitted(chosen, style);
  const firstLane = laneOrder.find((lane) => listed.some(({ guest }) => guest.lane === lane));
  const lanes = laneOrder.flatMap((lane) => {
    const members = guests.filter(({ guest }) => guest.lane === lane);
    if (members.length === 0) return [];
    const shown = listed.filter(({ guest }) => guest.lane === lane);
    const folded = members.length === shown.length ? [] : members.filter(({ guest }) => !isListed.has(guest));
    return [
      ...laneHead(lane, members, style),
      // Columns are the same in every lane, so one head names them.
      ...(lane === firstLane ? [headLine(layout)] : []),
      ...shown.flatMap((guest) => guestLines(guest, layout, style)),
      ...quietLine(folded, style),
    ];
  });
  return lanes.length === 0 ? [] : [...lanes, ...legend(listed, style), ""];
}

/** Columns for the guests listed; where names would be lost to what is pending, that goes below. */
function fitted(
  chosen: readonly TableGuest[],
  style: Style,
): { readonly listed: readonly TableGuest[]; readonly layout: Layout } {
  const layout = layoutOf(chosen, style);
  if (layout.columns.some(({ name }) => name === "node")) return { listed: chosen, layout };
  const listed = chosen.map(withPendingBelow);
  return { listed, layout: layoutOf(listed, style) };
}

function tableGuests(report: AuditReport, style: Style): readonly TableGuest[] {
  const vmidsOf = guestsOf(report.guests);
  const findings = byGuest(report.findings, vmidsOf);
  const open = byGuest(
    report.open.filter(({ due }) => due),
    vmidsOf,
  );
  return report.guests
    .map((guest) => tableGuest(guest, findings.get(guest.vmid) ?? [], open.has(guest.vmid), style))
    .sort((a, b) => a.guest.vmid - b.guest.vmid);
}

/** Whether a guest of a large cluster is listed rather than counted. */
function hasToBeSeen({ worst, guest }: TableGuest, notes: boolean): boolean {
  if (guest.unreadable.length > 0) return true;
  return worst !== undefined && worst !== "open" && (worst !== "note" || notes);
}

function byGuest<T extends Finding | OpenJudgement>(
  items: readonly T[],
  vmidsOf: GuestsOf,
): ReadonlyMap<number, readonly T[]> {
  const map = new Map<number, T[]>();
  for (const item of items) {
    for (const vmid of vmidsOf(item.subject)) {
      const list = map.get(vmid);
      if (list === undefined) map.set(vmid, [item]);
      else list.push(item);
    }
  }
  return map;
}

/** `SHARED ╌╌╌ may cross`, and below 140 columns the storages it is made of. */
function laneHead(lane: Lane, guests: readonly TableGuest[], style: Style): readonly string[] {
  const line = lane === "none" ? "-" : lane === "unknown" ? mark("open", style) : glyph(lane, style);
  const left = `${laneNames[lane].toUpperCase()} ${line} ${laneMeanings[lane]}`;
  if (style.columns >= 140 || width(left) > style.columns) return hanging("", left, style.columns, 2);
  const storages = new Set(
    guests.flatMap(({ guest }) =>
      guest.drives.flatMap(({ storage, storageType }) =>
        storage === null ? [] : [`${storage} ${storageType ?? "?"}`],
      ),
    ),
  );
  const right = [...storages].sort().join(", ");
  return width(left) + width(right) + 2 <= style.columns ? apart(left, right, style.columns) : [left];
}

function guestLines({ rows, remarks, guest }: TableGuest, layout: Layout, style: Style): readonly string[] {
  const lines = rows.map((row) => rowLine(row, layout, style));
  const { start, cells } = remarkRoom(layout);
  const indent = " ".repeat(start);
  const below =
    guest.lane === "unknown"
      ? [...guest.laneReasons.map(({ text }) => `${glyph("open", style)} ${text}`), ...remarks]
      : remarks;
  const beside = below.every((text) => width(text) <= cells) ? lines.slice(1, 1 + below.length) : [];
  // A remark takes the empty name and node of the guest's next drive where it fits, else a line of its own.
  const joined = beside.map((line, at) => {
    const text = padEnd(indent + (below[at] ?? ""), start + cells + 2);
    return text + line.slice(width(text));
  });
  return [
    ...lines.slice(0, 1),
    ...joined,
    ...lines.slice(1 + joined.length),
    ...below.slice(joined.length).flatMap((text) => hanging(indent, text, style.columns, start + 2)),
  ];
}

function quietLine(guests: readonly TableGuest[], style: Style): readonly string[] {
  if (guests.length === 0) return [];
  const count = (wanted: TableGuest["worst"]): number =>
    guests.filter(({ worst }) => worst === wanted).length;
  const noted = count("note");
  const open = count("open");
  const clean = guests.length - noted;
  const notFully = open === 0 ? "" : `, ${open === clean ? "all" : open} of them not fully judged`;
  const parts = [
    clean === 0 ? "" : `${counted(clean, "guest")} without findings${notFully}`,
    noted === 0 ? "" : `${counted(noted, "guest")} with notes only`,
  ];
  return hanging("  ", parts.filter((part) => part !== "").join(glyph("separator", style)), style.columns);
}

/** Only the marks that the tables use. */
function legend(guests: readonly TableGuest[], style: Style): readonly string[] {
  const shown = guests.flatMap(({ rows }) => rows.flatMap(({ cells }) => Object.entries(cells)));
  const settings = shown
    .filter(([name]) => ["cache", "aio", "discard", "iothread", "ssd"].includes(name))
    .map(([, { text }]) => text);
  const uses = (pattern: RegExp): boolean => settings.some((text) => pattern.test(text));
  const marks = [
    uses(/^\(/) ? "(x) Proxmox VE's default, nobody wrote it" : "",
    uses(/!/) ? "1! written, and ignored" : "",
    uses(/^>/) ? ">b after a power cycle" : uses(/>/) ? "a>b runs a, b after a power cycle" : "",
    uses(/^-$/) ? "- cannot apply" : "",
    uses(/\?/) ? "? not known" : guests.some(({ worst }) => worst === "open") ? "? not fully judged" : "",
  ].filter((text) => text !== "");
  return packed(marks, "   ", style.columns, "  ");
}
