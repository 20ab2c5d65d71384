import type { DriveReport, Finding, OpenJudgement, WantedSetting } from "../../model/audit-report.ts";
import { cell, inForceOf, pendingText, spoken } from "./cell.ts";
import { padEnd, shorten, width, wrap } from "./lines.ts";
import { columnOf, type SettingColumn, settingColumns } from "./rule-column.ts";
import { mark, type Style } from "./style.ts";
import { worstOf } from "./table-rows.ts";
import { backingSentence } from "./words.ts";

export type WantedOfDrive = Readonly<Record<string, WantedSetting>>;

interface DriveRow {
  readonly sign: string;
  readonly name: string;
  readonly cells: readonly string[];
}

/**
 * One drive: what is written, what is in force, what runs, what a power cycle brings, and what the policy wants. Of a
 * stopped guest nothing runs.
 */
export function driveLines(
  drive: DriveReport,
  findings: readonly Finding[],
  open: readonly OpenJudgement[],
  wanted: WantedOfDrive,
  stopped: boolean,
  style: Style,
): readonly string[] {
  const pending = drive.pending !== undefined;
  const heads = [
    "written",
    "in force",
    ...(stopped ? [] : ["running"]),
    ...(pending ? ["pending"] : []),
    "wanted",
  ];
  const rows = [
    ...settingColumns.map((column) =>
      settingRow(drive, column, findings, open, wanted[column], stopped, style),
    ),
    zeroesRow(drive, stopped),
  ];
  return [...headLines(drive, style), ...tableLines(heads, rows, style), ""];
}

function headLines(drive: DriveReport, style: Style): readonly string[] {
  const { key, volume, options, backing, medium, storageType } = drive;
  const on = medium === "unknown" ? "" : `, on ${medium === "ssd" ? "SSD" : "spinning disks"}`;
  const type = storageType === null ? "" : ` (${storageType})`;
  const lead =
    `${key}  ${shorten(volume, Math.max(12, style.columns - 24), style)}  ${options["size"] ?? ""}`.trimEnd();
  const what = `${backingSentence(backing)}${type}${on}`;
  const joined = `${lead}   ${what}`;
  return width(joined) <= style.columns
    ? [joined]
    : [lead, ...wrap(what, style.columns - 2).map((line) => `  ${line}`)];
}

/** The sign of what was found of one setting, or of what is open about it. */
function signOf(
  column: SettingColumn,
  findings: readonly Finding[],
  open: readonly OpenJudgement[],
  style: Style,
): string {
  const worst = worstOf(findings.filter(({ rule }) => columnOf(rule) === column));
  if (worst !== undefined) return mark(worst, style);
  return open.some(({ rule }) => columnOf(rule) === column) ? mark("open", style) : " ";
}

function settingRow(
  drive: DriveReport,
  column: SettingColumn,
  findings: readonly Finding[],
  open: readonly OpenJudgement[],
  wanted: WantedSetting | undefined,
  stopped: boolean,
  style: Style,
): DriveRow {
  const later = drive.pending === undefined ? [] : [pendingText(drive, column) ?? "?"];
  return {
    sign: signOf(column, findings, open, style),
    name: column,
    cells: [
      drive.options[column] ?? "-",
      inForceText(drive, column),
      ...(stopped ? [] : ["?"]),
      ...later,
      wantedText(wanted, style),
    ],
  };
}

/** In words rather than in marks: there is room for them here. */
function inForceText(drive: DriveReport, column: SettingColumn): string {
  const setting = inForceOf(drive, column);
  if (setting === undefined) return cell({ ...drive, settings: drive.settings }, column).replace(/>.*$/, "");
  const asked = { configured: "", default: " (default)", ignored: " (ignored)" }[setting.origin];
  return setting.value + asked;
}

function wantedText(wanted: WantedSetting | undefined, style: Style): string {
  if (wanted === undefined) return "  ?";
  return wanted.ok === true ? `${mark("pass", style)} ${wanted.value}` : `  ${wanted.value}`;
}

function zeroesRow({ options, settings, pending }: DriveReport, stopped: boolean): DriveRow {
  const setting = settings?.detectZeroes;
  const value =
    setting === undefined
      ? "?"
      : `${spoken(setting.value)} (${setting.origin === "configured" ? "written" : setting.because})`;
  const inForce =
    setting?.value === "unmap" ? "unmap (with discard)" : value.length > 20 ? spoken(setting?.value) : value;
  const later = pending === undefined ? [] : [zeroesLater(pending)];
  return {
    sign: " ",
    name: "zeroes",
    cells: [options["detect_zeroes"] ?? "-", inForce, ...(stopped ? [] : ["?"]), ...later, "  no opinion"],
  };
}

function zeroesLater(pending: NonNullable<DriveReport["pending"]>): string {
  if ("delete" in pending) return "gone";
  return pending.settings?.detectZeroes.value ?? "?";
}

function tableLines(heads: readonly string[], rows: readonly DriveRow[], style: Style): readonly string[] {
  const name = Math.max(...rows.map((row) => width(row.name)));
  const widths = heads.map((text, at) =>
    Math.max(width(text), ...rows.map(({ cells }) => width(cells[at] ?? ""))),
  );
  const spare = style.columns - widths.reduce((sum, cells) => sum + cells, name + 4);
  const gap = Math.min(4, Math.max(1, Math.floor(spare / widths.length)));
  const line = (sign: string, first: string, cells: readonly string[]): string =>
    `${sign} ${padEnd(first, name + 2)}${cells.map((text, at) => padEnd(text, (widths[at] ?? 0) + gap)).join("")}`.trimEnd();
  const last = heads.length - 1;
  return [
    line(
      " ",
      "",
      heads.map((text, at) => (at === last ? `  ${text}` : text)),
    ),
    ...rows.map((row) => line(row.sign, row.name, row.cells)),
  ];
}
