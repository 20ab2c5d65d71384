import type { Aliases } from "./aliases.ts";
import { redacted } from "./known-words.ts";
import { mapList } from "./lists.ts";
import type { Redactor } from "./properties.ts";

// Redactors of values that several files share.

/** Stays when it has the shape, else it is taken out. */
export function shaped(pattern: RegExp): Redactor {
  return (value) => (pattern.test(value) ? value : redacted);
}

export const numeric: Redactor = shaped(/^-?[\d.]{1,20}$/);

export const flagOrNumber: Redactor = shaped(/^(?:-?\d{1,20}|on|off|yes|no|true|false)$/i);

/** When jobs run: `21:00`, `sat 18:15`, `weekly`. */
export const calendarEvent: Redactor = shaped(
  /^(?:[\d*/:,. -]|mon|tue|wed|thu|fri|sat|sun|daily|hourly|weekly|monthly){1,60}$/,
);

/** `pve1:2,pve2`: the priorities stay. */
export function nodeList(aliases: Aliases): Redactor {
  return (value) =>
    mapList(value, (item) => {
      const priority = /:-?\d+$/.exec(item)?.[0] ?? "";
      return aliases.name("node", item.slice(0, item.length - priority.length)) + priority;
    });
}

/** Words of a vocabulary stay, others become one that is in none. */
export function wordList(words: string): Redactor {
  const known = new Set(words.split(" "));
  return (value) => mapList(value, (word) => (known.has(word) ? word : redacted));
}

/** File systems, device types, transports, kinds of vdevs: words of the kernel. */
export const plainWord: Redactor = shaped(/^(?:[a-zA-Z0-9_]{0,20}|fuse\.[a-z0-9_-]{1,20})$/);
