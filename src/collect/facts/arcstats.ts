import type { Arc } from "../../model/cluster.ts";
import { wholeNumber } from "./quantity.ts";

/** /proc/spl/kstat/zfs/arcstats: rows of name, type, number. */
export function parseArcstats(text: string): Omit<Arc, "arcMax"> {
  const values = new Map<string, number>();
  for (const line of text.split("\n")) {
    const [, name, data] = /^(\w+)\s+\d+\s+(\d+)\s*$/.exec(line) ?? [];
    const value = wholeNumber(data);
    if (name !== undefined && value !== undefined) values.set(name, value);
  }
  const need = (name: string): number => {
    const value = values.get(name);
    if (value === undefined) throw new Error(values.size < 3 ? "is not an output of arcstats" : "is cut off");
    return value;
  };
  return {
    size: need("size"),
    cMax: need("c_max"),
    demandHits: need("demand_data_hits") + need("demand_metadata_hits"),
    demandMisses: need("demand_data_misses") + need("demand_metadata_misses"),
  };
}

/** /sys/module/zfs/parameters/zfs_arc_max: one number. */
export function parseArcMax(text: string): number {
  const value = wholeNumber(text.trim());
  if (value === undefined) throw new Error("is not one number");
  return value;
}

/** /proc/meminfo: bytes of RAM. The kernel writes kB and means KiB. */
export function parseMeminfo(text: string): number {
  const value = wholeNumber(/^MemTotal:\s+(\d+) kB\s*$/m.exec(text)?.[1]);
  if (value === undefined) throw new Error("is not an output of meminfo");
  return value * 1024;
}
