const iso = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2}))?/; // to the minute

/** Days from one UTC time to a later one, ISO 8601, with their fraction; undefined: one of them is no time. */
export function daysBetween(from: string, to: string): number | undefined {
  const [start, end] = [dayNumber(from), dayNumber(to)];
  return start === undefined || end === undefined ? undefined : end - start;
}

/** Days since 1970, as `creation` of a dataset counts them in seconds. */
export function daysSince(seconds: number, to: string): number | undefined {
  const end = dayNumber(to);
  return end === undefined ? undefined : end - seconds / 86_400;
}

/** Days since 1970-01-01 in the proleptic Gregorian calendar; March is the first month, so that leap days come last. */
function dayNumber(text: string): number | undefined {
  const match = iso.exec(text);
  if (match === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = match
    .slice(1)
    .map((part) => Number(part ?? 0));
  const shifted = month > 2 ? year : year - 1;
  const leapDays = Math.floor(shifted / 4) - Math.floor(shifted / 100) + Math.floor(shifted / 400);
  const inYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  return shifted * 365 + leapDays + inYear - 719_468 + (hour * 60 + minute) / 1440;
}
