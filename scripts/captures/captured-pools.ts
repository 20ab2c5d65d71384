import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { Pool, Vdev } from "../../src/model/cluster.ts";

const poolRow = z.object({
  name: z.string(),
  size: z.number(),
  alloc: z.number(),
  free: z.number(),
  frag: z.number(),
  health: z.string(),
});

const leaf = z.object({ name: z.string() });
const group = z.object({ name: z.string(), children: z.array(leaf).optional() });
const tree = z.object({
  data: z.object({
    name: z.string(),
    children: z.array(z.object({ name: z.string(), children: z.array(group) })),
  }),
});

/** The pools of a node, with the vdevs of those whose tree was asked for. */
export function poolsOf(folder: string, node: string): readonly Pool[] {
  const rows = z
    .object({ data: z.array(poolRow) })
    .parse(JSON.parse(readFileSync(join(folder, `${node}_disks_zfs.json`), "utf8"))).data;
  return rows.map(({ name, size, alloc, free, frag, health }) => ({
    name,
    state: health,
    size,
    vdevs: vdevsOf(folder, node, name),
    lastScrub: "2026-11-08T01:26:04.000Z",
    properties: { allocated: String(alloc), free: String(free), fragmentation: String(frag) },
  }));
}

const treeFiles = ["SSD-r10", "hdd", "mirror"];

function vdevsOf(folder: string, node: string, pool: string): readonly Vdev[] {
  for (const file of treeFiles.map((name) => join(folder, `${node}_disks_zfs_${name}.json`))) {
    if (!existsSync(file)) continue;
    const { data } = tree.parse(JSON.parse(readFileSync(file, "utf8")));
    if (data.name !== pool) continue;
    return data.children.flatMap((heading) =>
      heading.children.map((one) => ({
        role: heading.name === "logs" ? "log" : "data",
        kind: one.children === undefined ? "disk" : one.name.replace(/-\d+$/, ""),
        devices: one.children?.map(({ name }) => name) ?? [one.name],
      })),
    );
  }
  return [];
}
