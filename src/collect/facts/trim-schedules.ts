import type { TrimSchedule } from "../../model/cluster.ts";
import { parseJson } from "../parse-json.ts";
import { textIn } from "./json.ts";

/**
 * `systemctl list-timers --all` (JSON or table): the timers that trim pools and will fire. `next` in JSON counts
 * microseconds, in the table it is a date; here it only matters whether there is one.
 */
export function parseListTimers(text: string, source: string): readonly TrimSchedule[] {
  const timers = /^\s*\[/.test(text) ? timersOfJson(parseJson(text)) : timersOfTable(text);
  return timers.flatMap(({ unit, next }) => (next ? timerOf(unit, source) : []));
}

interface Timer {
  readonly unit: string;
  readonly next: boolean;
}

function timersOfJson(json: unknown): readonly Timer[] {
  const rows = Array.isArray(json) ? (json as readonly unknown[]) : []; // each row is looked into with care
  return rows.map((row) => {
    const unit = textIn(row, "unit");
    if (unit === undefined) throw new Error("is not an output of systemctl list-timers");
    return { unit, next: /^[1-9]/.test(textIn(row, "next") ?? "") };
  });
}

function timersOfTable(text: string): readonly Timer[] {
  if (!/^NEXT\s+LEFT\b/m.test(text) && !/^\d+ timers listed/m.test(text))
    throw new Error("is not an output of systemctl list-timers");
  return text.split("\n").flatMap((line) => {
    const unit = /(?:^|\s)(\S+\.timer)\b/.exec(line)?.[1];
    return unit === undefined ? [] : { unit, next: !/^\s*(?:-|n\/a)\s/.test(line) };
  });
}

/** `systemctl list-unit-files --type=timer` (JSON or table): enabled timers with a pool in their name. */
export function parseUnitFiles(text: string, source: string): readonly TrimSchedule[] {
  if (/^\s*\[/.test(text)) {
    const rows: unknown = parseJson(text);
    return (Array.isArray(rows) ? (rows as readonly unknown[]) : []).flatMap((row) =>
      textIn(row, "state") === "enabled" ? timerOf(textIn(row, "unit_file") ?? "", source) : [],
    );
  }
  if (!/^UNIT FILE\s+STATE/m.test(text)) throw new Error("is not an output of systemctl list-unit-files");
  return text
    .split("\n")
    .flatMap((line) => timerOf(/^\s*(\S+\.timer)\s+enabled\b/.exec(line)?.[1] ?? "", source));
}

/** OpenZFS ships zfs-trim-weekly@ and zfs-trim-monthly@; people write `zpool-trim.timer` for all pools. */
function timerOf(unit: string, source: string): readonly TrimSchedule[] {
  const match = /^(?:zfs|zpool)-?trim(?:-[a-z]+)?(?:@(.*))?\.timer$/.exec(unit);
  if (match === null || match[1] === "") return []; // a template alone never fires
  const pool = match[1] === undefined ? null : unescaped(match[1]);
  return [{ kind: "timer", pool, debianJob: false, source }];
}

/** systemd-escape(1): `local\x2dzfs`. */
function unescaped(instance: string): string {
  return instance.replace(/\\x([0-9a-f]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

/**
 * Lines of cron and of local units that trim: /etc/cron.d/zfsutils-linux itself, or `path:line`. Debian's job calls its
 * own script, which leaves pools out; whoever writes `zpool trim tank` means that pool.
 */
export function parseCron(text: string, source: string): readonly TrimSchedule[] {
  return text.split(/\r?\n/).flatMap((line): readonly TrimSchedule[] => {
    const [, file, job = ""] = /^(?:(\/[^:\s]*):)?(.*)$/.exec(line) ?? [];
    if (job.trimStart().startsWith("#")) return [];
    const kind = file?.includes("/systemd/") ? "timer" : "cron";
    const from = file ?? source;
    if (/\/zfs-linux\/trim\b/.test(job)) return [{ kind, pool: null, debianJob: true, source: from }];
    const pool = trimmedPool(/\bzpool\s+trim\s+([^;&|<>#]*)/.exec(job)?.[1]);
    return pool === undefined ? [] : [{ kind, pool, debianJob: false, source: from }];
  });
}

/** The operand of `zpool trim`; devices may follow. null: -a is every pool, and which ones $x or %i are nobody knows. */
function trimmedPool(operands: string | undefined): string | null | undefined {
  const words = operands?.trim().split(/\s+/) ?? [];
  if (words.includes("-a") || words.includes("--all")) return null;
  const rate = words.findIndex((word) => word === "-r" || word === "--rate");
  const pool = words.find((word, index) => !word.startsWith("-") && (rate < 0 || index !== rate + 1));
  if (pool === undefined || pool === "") return undefined;
  return /[$%]/.test(pool) ? null : pool.replace(/["']/g, "");
}
