import type { Waiver, WaiverPlace } from "../model/policy.ts";
import { isDay } from "./date.ts";
import { ruleRefused } from "./decisions.ts";
import { listOf, placeOf, type Read, refuse, text, written } from "./readers.ts";
import { report, sourceAt } from "./reading.ts";
import { record } from "./record.ts";

type Entry = Omit<Waiver, "source">;

const where = record<WaiverPlace>({
  vmid: text,
  tag: text,
  drive: text,
  storage: text,
  node: text,
  pool: text,
});

/** Waivers: each says of what, why, who answers for it and until when; no two speak of the same. */
export function waivers(rules: readonly string[]): Read<readonly Waiver[]> {
  const rule: Read<string> = (node, name, reading) => {
    const refused = ruleRefused(written(node) ?? "", rules);
    return refused === undefined ? written(node) : refuse(node, name, refused, reading);
  };
  const entry = record<Entry>({ rule, where: someWhere, reason: text, by: text, until: day }, [
    "rule",
    "where",
    "reason",
    "by",
    "until",
  ]);
  const one: Read<Waiver> = (node, name, reading) => {
    const read = entry(node, name, reading);
    return read && { ...read, source: sourceAt(reading, placeOf(node).from) };
  };
  return (node, name, reading) => {
    const seen = new Map<string, Waiver>();
    const noTwin: Read<Waiver> = (item, itemName, all) => {
      const read = one(item, itemName, all);
      if (read === undefined) return undefined;
      const earlier = seen.get(waiverKey(read));
      if (earlier !== undefined)
        return report(all, placeOf(item), `the same is waived already: ${earlier.source}`);
      seen.set(waiverKey(read), read);
      return read;
    };
    return listOf(noTwin)(node, name, reading);
  };
}

const someWhere: Read<WaiverPlace> = (node, name, reading) => {
  const read = where(node, name, reading);
  if (read !== undefined && Object.keys(read).length === 0)
    return refuse(
      node,
      name,
      'one of vmid, tag, drive, storage, node, pool is needed; vmid: "*" is everywhere',
      reading,
    );
  return read;
};

const day: Read<string> = (node, name, reading) => {
  const given = written(node) ?? "";
  return isDay(given) ? given : refuse(node, name, "a day is needed, as in 2026-11-30", reading);
};

/** What a waiver is about: its rule and place, without the order they were written in. */
export function waiverKey({ rule, where }: Pick<Waiver, "rule" | "where">): string {
  const places = Object.entries(where).map(([key, value]) => `${key}=${value}`);
  return [rule, ...places.sort()].join(" ");
}
