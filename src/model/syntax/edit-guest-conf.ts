import { type ConfLine, parseGuestConf } from "./guest-conf.ts";
import { splitList } from "./split-list.ts";
import { joinLines } from "./text-lines.ts";

/**
 * The config as it is once a change of one option is in force: written into the current section, and waiting no longer.
 * Every other line stays as it is, byte for byte. null removes the option.
 */
export function withOption(text: string, key: string, value: string | null): string {
  const conf = parseGuestConf(text);
  const end = conf.currentEnd - 1;
  const current = editCurrent(conf.lines.slice(0, end), key, value);
  return joinLines([...current, ...withoutPending(conf.lines.slice(end), key)]);
}

function editCurrent(lines: readonly ConfLine[], key: string, value: string | null): readonly ConfLine[] {
  const sets = (line: ConfLine): boolean => line.text.startsWith(`${key}:`);
  // Of several lines Proxmox VE takes the last one.
  const last = lines.findLastIndex(sets);
  const kept = lines.flatMap((line, index) => {
    if (!sets(line)) return [line];
    return index === last && value !== null ? [{ ...line, text: `${key}: ${value}` }] : [];
  });
  if (value === null || last >= 0) return kept;
  const at = 1 + kept.findLastIndex(({ text }) => text.trim() !== "");
  const before = kept[at - 1];
  const ending = before === undefined || before.ending === "" ? "\n" : before.ending;
  const head = kept.slice(0, at).map((line) => (line.ending === "" ? { ...line, ending } : line));
  return [...head, { text: `${key}: ${value}`, ending }, ...kept.slice(at)];
}

/** The lines from the first section header on, with nothing of the key in [PENDING]. */
function withoutPending(lines: readonly ConfLine[], key: string): readonly ConfLine[] {
  let pending = false;
  return lines.flatMap((line) => {
    if (line.text.startsWith("[")) pending = /^\[pending\]\s*$/i.test(line.text);
    if (!pending || line.text.startsWith(`${key}:`)) return pending ? [] : [line];
    return line.text.startsWith("delete:") ? withoutDelete(line, key) : [line];
  });
}

function withoutDelete(line: ConfLine, key: string): readonly ConfLine[] {
  const items = splitList(line.text.slice("delete:".length));
  const others = items.filter((item) => item.replace(/^!/, "") !== key);
  if (others.length === items.length) return [line];
  return others.length === 0 ? [] : [{ ...line, text: `delete: ${others.join(",")}` }];
}
