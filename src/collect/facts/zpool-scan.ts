/**
 * The end of the last scrub as UTC, ISO 8601. null: there was none. undefined: the scan that is shown now (a resilver, a
 * scrub that still runs or was cancelled) hides when the last one ended.
 */
export type LastScrub = string | null | undefined;

const dayTime = /^[A-Z][a-z]{2} ([A-Z][a-z]{2}) {1,2}(\d{1,2}) (\d{2}):(\d{2}):(\d{2}) (\d{4})/;
const months = "JanFebMarAprMayJunJulAugSepOctNovDec";

/**
 * `Sun Nov  8 01:36:11 2026`, as ctime(3) writes it in every locale. It names no zone: the facts script asks with TZ=UTC;
 * of a text from elsewhere the node's own time is taken for UTC, which is off by hours where rules count days.
 */
function fromClock(text: string): string | undefined {
  const [, month = "", day, hour, minute, second, year] = dayTime.exec(text) ?? [];
  const index = months.indexOf(month);
  if (month === "" || index < 0) return undefined;
  return isoOf(Date.UTC(Number(year), index / 3, Number(day), Number(hour), Number(minute), Number(second)));
}

function isoOf(milliseconds: number): string | undefined {
  // beyond this no Date exists
  return Math.abs(milliseconds) <= 8.64e15 ? new Date(milliseconds).toISOString() : undefined;
}

/** The lines `scan: …` of a pool; a rebuild of a vdev has a line beside the scrub's. */
export function lastScrubOfText(scans: readonly string[]): LastScrub {
  if (scans.every((scan) => scan.startsWith("none requested"))) return null;
  for (const scan of scans) {
    const end = /^scrub repaired .*? on ([A-Z].*)$/.exec(scan)?.[1];
    if (end !== undefined) return fromClock(end);
  }
  return undefined;
}

/** `scan_stats` of `zpool status -j`: words and clock times, or with --json-int seconds since 1970. */
export function lastScrubOfJson(
  scan: { readonly function: string; readonly state: string; readonly end: string } | undefined,
): LastScrub {
  if (scan === undefined) return null;
  // the numbers: POOL_SCAN_SCRUB, DSS_FINISHED (OpenZFS fs/zfs.h, dsl_scan.h)
  const isScrub = /^(?:SCRUB|1)$/i.test(scan.function);
  const isDone = /^(?:FINISHED|2)$/i.test(scan.state);
  if (!isScrub || !isDone) return /^(?:NONE|0)$/i.test(scan.function) ? null : undefined;
  return /^\d{1,12}$/.test(scan.end) ? isoOf(Number(scan.end) * 1000) : fromClock(scan.end);
}
