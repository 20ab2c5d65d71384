// The longest pause a schedule leaves, in minutes: "*/15" 15, "22:30" a day, "mon..fri 6:00" three days. The schedules
// are Proxmox VE's calendar events (proxmox-time, calendar_event.rs, 2.1): weekdays, then hours and minutes, each a
// list of values, ranges and repetitions. undefined: a date, or a form that is not known here.
export function longestPause(schedule: string): number | undefined {
  const text = schedule.trim().toLowerCase();
  const words = (shorthands.get(text) ?? text).split(/\s+/);
  const days = words.length > 1 ? weekdaysOf(words[0] ?? "") : everyDay;
  const times = timesOf(words.at(-1) ?? "");
  if (words.length > 2 || days === undefined || times === undefined || times.length === 0) return undefined;
  const minutes = days.flatMap((day) => times.map((time) => day * minutesOfDay + time));
  const first = minutes[0] ?? 0;
  const gaps = minutes.map((minute, index) => (minutes[index + 1] ?? first + minutesOfWeek) - minute);
  return Math.max(...gaps);
}

const minutesOfDay = 24 * 60;
const minutesOfWeek = 7 * minutesOfDay;
const everyDay: readonly number[] = [0, 1, 2, 3, 4, 5, 6];
const shorthands: ReadonlyMap<string, string> = new Map([
  ["minutely", "*:*"],
  ["hourly", "*:0"],
  ["daily", "0:0"],
  ["weekly", "mon 0:0"],
]);

const dayNames = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

function weekdaysOf(text: string): readonly number[] | undefined {
  const days = new Set<number>();
  for (const part of text.split(",")) {
    const [from, to = from] = part.split("..").map((name) => dayNames.indexOf(name.slice(0, 3)));
    if (from === undefined || to === undefined || from < 0 || to < 0) return undefined;
    for (let day = from; ; day = (day + 1) % 7) {
      days.add(day);
      if (day === to) break;
    }
  }
  return [...days].sort((a, b) => a - b);
}

// Minutes of the day. A lone "*/15" or "30" means minutes of every hour.
function timesOf(text: string): readonly number[] | undefined {
  const parts = text.split(":");
  const [hourText, minuteText] =
    parts.length === 1 ? ["*", parts[0] ?? ""] : [parts[0] ?? "", parts[1] ?? ""];
  const hours = valuesOf(hourText, 24);
  const minutes = valuesOf(minuteText, 60);
  if (parts.length > 3 || hours === undefined || minutes === undefined) return undefined;
  return hours.flatMap((hour) => minutes.map((minute) => hour * 60 + minute));
}

// "*", "7", "8..18", "*/2", "5/10", and lists of these, below a limit.
function valuesOf(text: string, below: number): readonly number[] | undefined {
  const values = new Set<number>();
  for (const part of text.split(",")) {
    const [, from, to, step] = /^(\*|\d{1,2})(?:\.\.(\d{1,2}))?(?:\/(\d{1,2}))?$/.exec(part) ?? [];
    if (from === undefined) return undefined;
    const start = from === "*" ? 0 : Number(from);
    const end = to !== undefined ? Number(to) : from === "*" || step !== undefined ? below - 1 : start;
    const by = step === undefined ? 1 : Number(step);
    if (by === 0 || start > end || end >= below) return undefined;
    for (let value = start; value <= end; value += by) values.add(value);
  }
  return [...values].sort((a, b) => a - b);
}
