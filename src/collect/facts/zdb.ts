import type { VdevAshifts } from "./zpool-get.ts";

interface Draft {
  type: string;
  id: string;
  path: string;
  ashift: number | undefined;
}

/** `zdb -C` (every pool of the cache file) or `zdb -C <pool>`: the ashift of each top-level vdev. */
export function parseZdb(text: string): readonly VdevAshifts[] {
  // a pool starts with its name, or with this heading
  const pools = text.split(/^(?=MOS Configuration:|\S+:\s*$)/m).flatMap((block) => poolOf(block));
  if (pools.length === 0) throw new Error("is not an output of zdb -C");
  return pools;
}

function poolOf(block: string): readonly VdevAshifts[] {
  const lines = block.split(/\r?\n/);
  const pool = /^\s+name: '(.*)'$/m.exec(block)?.[1];
  const tree = lines.findIndex((line) => line.trim() === "vdev_tree:");
  if (pool === undefined || tree < 0) return [];
  const ashifts = new Map<string, number>();
  for (const { type, id, path, ashift } of topVdevs(lines.slice(tree + 1))) {
    if (ashift === undefined || ashift === 0) continue;
    ashifts.set(type === "disk" || type === "file" ? path : `${type}-${id}`, ashift);
  }
  return ashifts.size === 0 ? [] : [{ pool, ashifts }];
}

/** The first `children[n]:` gives the depth of the top-level vdevs; keys stand one step below them. */
function topVdevs(lines: readonly string[]): readonly Draft[] {
  const depthOf = (line: string): number => line.length - line.trimStart().length;
  const top = depthOf(lines.find((line) => /^\s+children\[0\]:$/.test(line)) ?? "");
  const vdevs: Draft[] = [];
  for (const line of lines) {
    if (line.trim() !== "" && depthOf(line) < top - 4) break; // features_for_read: the tree is over
    if (depthOf(line) === top && /children\[\d+\]:$/.test(line))
      vdevs.push({ type: "", id: "", path: "", ashift: undefined });
    const [, key, value = ""] = /^\s+(type|id|path|ashift): '?(.*?)'?$/.exec(line) ?? [];
    const vdev = vdevs.at(-1);
    if (vdev === undefined || depthOf(line) !== top + 4) continue;
    if (key === "ashift") vdev.ashift = /^\d{1,2}$/.test(value) ? Number(value) : undefined;
    else if (key === "type" || key === "id" || key === "path") vdev[key] = value;
  }
  return vdevs;
}
