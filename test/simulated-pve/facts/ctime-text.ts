/** As ctime(3) prints a time, in UTC: `Sun Nov  8 01:36:11 2026`. */
export function ctimeText(time: Date): string {
  const [day = "", date = "", month = "", year = "", clock = ""] = time.toUTCString().split(" ");
  return `${day.slice(0, 3)} ${month} ${String(Number(date)).padStart(2)} ${clock} ${year}`;
}
