import type { Vdev } from "../../model/cluster.ts";
import type { NamedVdev } from "./zpool-status.ts";

/** Headings under which a pool lists devices that hold no ordinary data. */
const roles: ReadonlyMap<string, Vdev["role"]> = new Map([
  ["logs", "log"],
  ["cache", "cache"],
  ["l2cache", "cache"],
  ["special", "special"],
  ["dedup", "dedup"],
  ["spares", "spare"],
]);

export const roleOf = (heading: string): Vdev["role"] | undefined => roles.get(heading);

interface DraftVdev {
  readonly name: string;
  readonly role: Vdev["role"];
  readonly kind: string;
  readonly devices: string[];
}

/** The table below `config:`. The tree is drawn by indentation: the pool, vdevs, devices. */
export function readVdevTree(lines: readonly string[], pool: string): readonly NamedVdev[] {
  const header = lines.findIndex((line) => /^\s+NAME\s+STATE\b/.test(line));
  const margin = /^\s*/.exec(lines[header] ?? "")?.[0] ?? "";
  const vdevs: DraftVdev[] = [];
  let role: Vdev["role"] = "data";
  for (const line of lines.slice(header + 1)) {
    if (header < 0 || line.trim() === "") break;
    const [, indent = "", name = "", rest = ""] = /^( *)(\S+)(.*)$/.exec(line.slice(margin.length)) ?? [];
    const isPool = name === pool || pool.startsWith(`${name} `); // a pool's name may hold blanks
    if (indent === "") role = isPool ? "data" : (roles.get(name) ?? role);
    else if (indent.length === 2) vdevs.push(draftVdev(role, nameOf(name, rest)));
    // replacing-2, spare-0: a disk is being exchanged, its devices follow one step deeper
    else if (!/^(replacing|spare)-\d+$/.test(name)) vdevs.at(-1)?.devices.push(nameOf(name, rest));
  }
  return vdevs.filter(({ name }) => !isGhost(name));
}

/** What is left of a vdev that was removed holds no device. */
const isGhost = (name: string): boolean => /^(?:indirect|hole|missing)-\d+$/.test(name);

/** A device that is gone goes by its number: `1234567890 UNAVAIL 0 0 0 was /dev/sdb1`. */
function nameOf(name: string, rest: string): string {
  return /^\d+$/.test(name) ? (/\bwas (\/\S+)/.exec(rest)?.[1] ?? name) : name;
}

/** A vdev that is one device has no line of its own above it. */
function draftVdev(role: Vdev["role"], name: string): DraftVdev {
  const kind = kindOf(name);
  return kind === undefined
    ? { name, role, kind: "disk", devices: [name] }
    : { name, role, kind, devices: [] };
}

/** `mirror-0`, `raidz2-1`, `draid1:4d:6c:0s-0`; undefined: a device. */
export function kindOf(name: string): string | undefined {
  const group = /^(mirror|raidz\d?|draid\d?)(?=[-:])/.exec(name)?.[1];
  return group === "raidz" || group === "draid" ? `${group}1` : group;
}
