import type { DriveReport, Finding, GuestReport } from "../../model/audit-report.ts";
import { compareSeverity, type Severity } from "../../model/outcome.ts";
import { cell } from "./cell.ts";
import { withoutBase } from "./guests-of.ts";
import { columnOf, type DriveColumn, type SettingColumn, settingColumns } from "./rule-column.ts";
import { glyph, type Style } from "./style.ts";
import { backingWord, controllerWord } from "./words.ts";

export type TableColumn =
  | "vmid"
  | "name"
  | "node"
  | "drive"
  | "storage"
  | "backing"
  | "controller"
  | SettingColumn;

export interface TableCell {
  readonly text: string;
  /** The worst finding about it. */
  readonly mark: Severity | undefined;
}

/** A line of a lane table: a drive, or a guest without one. */
export interface TableRow {
  readonly worst: Severity | "open" | undefined;
  readonly cells: Readonly<Partial<Record<TableColumn, TableCell>>>;
}

export interface TableGuest {
  readonly guest: GuestReport;
  readonly worst: Severity | "open" | undefined;
  readonly rows: readonly TableRow[];
  /** What keeps it in place, and a controller that is wrong: lines below the rows. */
  readonly remarks: readonly string[];
}

const plain = (text: string): TableCell => ({ text, mark: undefined });

/** A guest as rows: its identity stands in the first one. `findings` are those of this guest. */
export function tableGuest(
  guest: GuestReport,
  findings: readonly Finding[],
  open: boolean,
  style: Style,
): TableGuest {
  const worst = worstOf(findings) ?? (open ? "open" : undefined);
  const controller = findings.find(({ rule }) => rule.startsWith("guest/scsihw-"))?.severity;
  const identity = {
    vmid: plain(String(guest.vmid)),
    name: plain(guest.name),
    node: plain(guest.node ?? "?"),
  };
  const drives = guest.drives.map((drive) => driveCells(drive, findings, style));
  const unreadable = guest.unreadable.map(({ key }) => ({
    drive: { text: key, mark: "error" as const },
    cache: plain("not read"),
  }));
  const rows = [...drives, ...unreadable].map((cells, at): TableRow => {
    if (at > 0) return { worst: undefined, cells };
    const scsi = guest.drives.some(({ key }) => key.startsWith("scsi"));
    const shown = { text: scsi ? controllerWord(guest.scsihw) : "", mark: controller };
    return { worst, cells: { ...identity, ...cells, controller: shown } };
  });
  return {
    guest,
    worst,
    rows: rows.length === 0 ? [{ worst, cells: { ...identity, drive: plain("-") } }] : rows,
    remarks: remarksOf(guest, style),
  };
}

function remarksOf({ pinned }: GuestReport, style: Style): readonly string[] {
  return pinned.map(({ key, text, certain }) => {
    const what = namesItself(key, text) ? text : `${key} ${text}`;
    return `${glyph("pinned", style)} ${what}${certain ? "" : " (perhaps)"}`;
  });
}

/** `ISO in ide2 on local`, `HA may use pve1 only`: the text of a pin that needs no key before it. */
export function namesItself(key: string, text: string): boolean {
  return text.toLowerCase().includes(key.toLowerCase());
}

function driveCells(drive: DriveReport, findings: readonly Finding[], { columns }: Style): TableRow["cells"] {
  const about = findings.filter(
    ({ subject }) => subject.drive === drive.key || subject.volume === withoutBase(drive.volume),
  );
  const marked = (column: DriveColumn, text: string, also?: DriveColumn): TableCell => ({
    text,
    mark: worstOf(about.filter(({ rule }) => [column, also].includes(columnOf(rule)))),
  });
  return {
    // Narrow tables have no column for the storage; what is wrong with it is a sign of the drive there.
    drive: marked("drive", drive.key, columns >= 140 ? undefined : "storage"),
    storage: marked("storage", drive.storage ?? "path"),
    backing: plain(backingWord(drive.backing)),
    ...Object.fromEntries(settingColumns.map((column) => [column, marked(column, cell(drive, column))])),
  };
}

export function worstOf(findings: readonly Finding[]): Severity | undefined {
  return findings.map(({ severity }) => severity).sort(compareSeverity)[0];
}

/** The same guest with what is pending in rows of its own: `a>b` in one cell would take the names' room. */
export function withPendingBelow(guest: TableGuest): TableGuest {
  return { ...guest, rows: guest.rows.flatMap(splitPending) };
}

function splitPending(row: TableRow): readonly TableRow[] {
  const now: Record<string, TableCell> = {};
  const later: Record<string, TableCell> = {};
  for (const [name, cell] of Object.entries(row.cells)) {
    const isSetting = settingColumns.some((column) => column === name);
    const at = isSetting ? cell.text.indexOf(">") : -1;
    now[name] = at < 0 ? cell : { ...cell, text: cell.text.slice(0, at) };
    if (at >= 0) later[name] = plain(cell.text.slice(at));
  }
  return Object.keys(later).length === 0
    ? [row]
    : [
        { ...row, cells: now },
        { worst: undefined, cells: later },
      ];
}
