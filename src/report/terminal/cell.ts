import type { DriveReport } from "../../model/audit-report.ts";
import type { DriveSettings, Setting } from "../../model/drive.ts";
import type { SettingColumn } from "./rule-column.ts";

/**
 * A setting in one cell: `x` written, `(x)` Proxmox VE's default, `1!` written and ignored, `-` cannot apply,
 * `?` not known, `a>b` in force and after the next stop and start.
 */
export function cell(drive: DriveReport, column: SettingColumn): string {
  const now = settingText(drive.settings, column, drive.options[column]);
  const later = pendingText(drive, column);
  return later === undefined || later === now ? now : `${now}>${later}`;
}

/** What the next stop and start brings; undefined: nothing is pending. */
export function pendingText({ pending }: DriveReport, column: SettingColumn): string | undefined {
  if (pending === undefined) return undefined;
  return "delete" in pending ? "gone" : settingText(pending.settings, column);
}

function settingText(
  settings: DriveSettings | null,
  column: SettingColumn,
  written: string | undefined = undefined,
): string {
  if (settings === null) return "?";
  const setting: Setting<unknown> = settings[column];
  if (setting.origin === "ignored") return `${ignoredValue(setting, written)}!`;
  if (setting.value === null) return "-";
  const value = spoken(setting.value);
  return setting.origin === "default" ? `(${value})` : value;
}

/** What was written is what is shown as ignored; a switch that is off in force was written on. */
function ignoredValue({ value }: Setting<unknown>, written: string | undefined): string {
  return value === false ? "1" : value === null ? (written ?? "") : spoken(value);
}

/** As Proxmox VE's config says it. */
export function spoken(value: unknown): string {
  if (value === true) return "1";
  if (value === false) return "0";
  return value === "unmap" ? "on" : String(value);
}

export type Origin = Setting<unknown>["origin"];

/** Value and origin apart, for sentences; undefined where nothing is in force. */
export function inForceOf(
  drive: DriveReport,
  column: SettingColumn,
): { readonly value: string; readonly origin: Origin } | undefined {
  const setting: Setting<unknown> | undefined = drive.settings?.[column];
  if (setting === undefined || setting.value === null) return undefined;
  return { value: spoken(setting.value), origin: setting.origin };
}
