import { z } from "zod";
import { type GuestConf, parseGuestConf, type Section } from "../../src/model/syntax/guest-conf.ts";
import { splitList } from "../../src/model/syntax/split-list.ts";
import { type Comparison, compareRows, differ, readRows } from "./comparison.ts";

const scalar = z.union([z.string(), z.number()]).transform(String);
const section = z.record(z.string(), scalar);
const conf = z
  .object({
    digest: z.string(),
    pending: section,
    snapshots: z.record(z.string(), section),
    "special-sections": z.record(z.string(), section),
  })
  .catchall(scalar);
const row = z.object({ id: z.string(), config: z.string(), conf, warnings: z.array(z.string()) });

/** Reads every config of the recording: all sections, and what is warned of, by key or line. */
export function check(folder: string): Comparison {
  return compareRows("configs", readRows(folder, "configs.jsonl", row), ({ id, config, conf, warnings }) => {
    const { digest: _, pending, snapshots, "special-sections": special, ...current } = conf;
    const parsed = parseGuestConf(config);
    const { delete: deletes, ...pendingEntries } = pending;
    const expected = {
      current,
      pending: pendingEntries,
      deletes: splitList(deletes ?? "").sort(),
      snapshots,
      special,
      warnings: warnings.map(normaliseWarning),
    };
    return differ(id, expected, shape(parsed));
  });
}

function shape(conf: GuestConf): unknown {
  const deletes = [...(conf.pending?.deletes ?? [])].map(([key, forced]) => (forced ? `!${key}` : key));
  return {
    current: flat(conf.current),
    pending: conf.pending === undefined ? {} : flat(conf.pending),
    deletes: deletes.sort(),
    snapshots: Object.fromEntries([...conf.snapshots].map(([name, section]) => [name, flat(section)])),
    special: Object.fromEntries([...conf.special].map(([name, section]) => [name, flat(section)])),
    warnings: conf.warnings
      .map(({ line, key }) =>
        key === undefined
          ? (conf.lines[line - 1]?.text ?? "").trim().replace(/^\[(.*)\]$/, "[$1")
          : `key ${key}`,
      )
      .map((text) => text.toLowerCase()),
  };
}

function flat({ description, entries }: Section): Record<string, string> {
  const values = Object.fromEntries([...entries.values()].map(({ key, value }) => [key, value]));
  return description === undefined ? values : { ...values, description };
}

/** Proxmox VE's wording reduced to the key or the line it is about. */
function normaliseWarning(text: string): string {
  const [first = ""] = text.split("\n");
  const key = /unable to parse value of '([^']*)'/.exec(first)?.[1];
  if (key !== undefined) return `key ${key}`.toLowerCase();
  const unknown = /skipping unknown section: '([^']*)'/.exec(first)?.[1];
  const twice = /duplicate (?:\w+ )?section: (\S+)/.exec(first)?.[1];
  const header = unknown ?? twice;
  if (header !== undefined) return `[${header}`.toLowerCase();
  return first
    .replace(/^vm \d+ - unable to parse config: /, "")
    .trim()
    .toLowerCase();
}
