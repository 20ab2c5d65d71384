import type { Pool, Vdev } from "../../model/cluster.ts";

/** Headings under which a pool lists devices that hold no ordinary data. */
const roles: ReadonlyMap<string, Vdev["role"]> = new Map([
  ["logs", "log"],
  ["cache", "cache"],
  ["special", "special"],
  ["dedup", "dedup"],
  ["spares", "spare"],
]);

/** `zpool status -LP`: pools with their vdevs. The tree is drawn by indentation: the pool, vdevs, devices. */
export function parseZpoolStatus(text: string): readonly Pool[] {
  const pools = text
    .split(/^ {0,2}pool: /m)
    .slice(1)
    .map(poolOf);
  if (pools.length === 0 && !/^no pools available/m.test(text))
    throw new Error("is not an output of zpool status");
  return pools;
}

function poolOf(block: string): Pool {
  const name = /^\S+/.exec(block)?.[0] ?? "";
  const state = /^ {0,2}state: (\S+)/m.exec(block)?.[1] ?? "";
  return { name, state, vdevs: vdevsOf(block, name) };
}

interface DraftVdev {
  readonly role: Vdev["role"];
  readonly kind: string;
  readonly devices: string[];
}

function vdevsOf(block: string, pool: string): readonly Vdev[] {
  const vdevs: DraftVdev[] = [];
  let role: Vdev["role"] = "data";
  for (const line of block.split(/\r?\n/)) {
    const match = /^\t( *)(\S+)/.exec(line);
    const [, indent = "", name = ""] = match ?? [];
    if (match === null || name === "NAME") continue;
    if (indent === "") role = name === pool ? "data" : (roles.get(name) ?? role);
    else if (indent.length === 2) vdevs.push(vdevOf(role, name));
    // replacing-2, spare-0: a disk is being exchanged, its devices follow one step deeper
    else if (!/^(replacing|spare)-\d+$/.test(name)) vdevs.at(-1)?.devices.push(name);
  }
  return vdevs;
}

/** A vdev that is one device has no line of its own above it. */
function vdevOf(role: Vdev["role"], name: string): DraftVdev {
  const group = /^(mirror|raidz\d?|draid\d?)\b/.exec(name)?.[1];
  if (group === undefined) return { role, kind: "disk", devices: [name] };
  return { role, kind: group === "raidz" ? "raidz1" : group, devices: [] };
}
