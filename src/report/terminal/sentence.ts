import type { Finding } from "../../model/audit-report.ts";
import { inForceOf } from "./cell.ts";
import type { GuestsById } from "./place.ts";
import { columnOf, type SettingColumn, settingColumns } from "./rule-column.ts";

/** What the findings of one place say, in one sentence. */
export function sentenceOf(findings: readonly [Finding, ...Finding[]], guests: GuestsById): string {
  const [first] = findings;
  const later = first.pendingOnly === true ? "once the pending change is in force: " : "";
  return later + (allSettings(findings, guests) ?? findings.map(({ message }) => message).join("; "));
}

/** Rules whose sentence is the setting itself. The others have a reason to give, and keep their own words. */
const plain: ReadonlySet<string> = new Set([
  "drive/iothread-off",
  "drive/discard-off",
  "drive/ssd-not-announced",
  "drive/aio-threads",
]);

/** `discard is ignore, iothread 0, ssd 0 (all default)`; undefined where the messages have to be told. */
function allSettings(findings: readonly [Finding, ...Finding[]], guests: GuestsById): string | undefined {
  if (findings.length === 1 || findings[0].pendingOnly === true) return undefined;
  if (!findings.every(({ rule }) => plain.has(rule))) return undefined;
  const { vmid, drive: key } = findings[0].subject;
  const drive = guests.get(vmid ?? -1)?.drives.find((candidate) => candidate.key === key);
  if (drive === undefined) return undefined;
  const wrong = new Set(findings.map(({ rule }) => columnOf(rule)));
  const settings = settingColumns
    .filter((column) => wrong.has(column))
    .map((column) => ({ column, ...inForceOf(drive, column) }));
  const asked = new Set(settings.map(({ origin }) => origin));
  const only = asked.size === 1 ? settings[0]?.origin : undefined;
  const words = settings.map(({ column, value = "?", origin }, at) => {
    const own = only === undefined ? ` (${askedFor(origin)})` : "";
    return `${nameOf(column)} ${at === 0 ? "is " : ""}${value}${own}`;
  });
  const end = only === undefined ? "" : ` (${settings.length === 2 ? "both" : "all"} ${askedFor(only)})`;
  return words.join(", ") + end;
}

const nameOf = (column: SettingColumn): string => column;

function askedFor(origin: "configured" | "default" | "ignored" | undefined): string {
  if (origin === "configured") return "written";
  return origin === "ignored" ? "written, but ignored" : "default";
}
