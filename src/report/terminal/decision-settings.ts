import type { DecidedSetting } from "../../model/decision.ts";
import { hanging, padEnd, padStart, width, wrap } from "./lines.ts";
import { paint, type Style } from "./style.ts";

/** Key, value, why, and flush right who says so. A long value has its reason on the next line. */
export function settingLines(settings: readonly DecidedSetting[], style: Style): readonly string[] {
  if (style.columns < narrow) return settings.flatMap((setting) => narrowLines(setting, style));
  const key = Math.max(...settings.map((setting) => width(setting.key)));
  const values = settings.map((setting) => width(shownValue(setting)));
  const value = Math.max(...values.filter((cells) => cells <= longestValue));
  const source = Math.max(...settings.map((setting) => width(setting.source)));
  const lead = 2 + key + 2 + value + 2;
  const longest = Math.max(...settings.map((setting) => width(setting.why)));
  const room = Math.min(longest, Math.max(20, Math.min(style.columns, widest) - lead - source - 2));
  return settings.flatMap((setting) => {
    const shown = shownValue(setting);
    const [first = "", ...more] = wrap(setting.why, room);
    const start = `  ${padEnd(setting.key, key)}  ${padEnd(shown, value)}  `;
    const end = `  ${paint("quiet", padStart(setting.source, source), style)}`;
    const under = " ".repeat(lead);
    const head =
      width(shown) > value
        ? [start.trimEnd(), under + padEnd(first, room) + end]
        : [start + padEnd(first, room) + end];
    return [...head, ...more.map((text) => under + text)];
  });
}

/** Below this there is no room beside a value. */
const narrow = 60;

function narrowLines(setting: DecidedSetting, style: Style): readonly string[] {
  const { key, why, source } = setting;
  return [
    ...hanging(`  ${key}  `, shownValue(setting), style.columns, 4),
    ...hanging("    ", `${why} (${source})`, style.columns),
  ];
}

/** Cells of a value that all reasons make room for. */
const longestValue = 20;

/** A reason longer than this is read worse than one on two lines. */
export const widest = 160;

/** In brackets what nobody writes and is in force. */
function shownValue({ value, inForce }: DecidedSetting): string {
  return value ?? (inForce === undefined || inForce === null ? "-" : `(${inForce})`);
}
