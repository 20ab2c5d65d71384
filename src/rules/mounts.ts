import type { Mount } from "../model/cluster.ts";
import { type Fact, known, unknown } from "../model/fact.ts";
import { missingMounts } from "../model/missing.ts";
import type { ResolvedNode } from "../model/resolved.ts";
import { poolOf } from "../resolve/medium.ts";

/** What a path of a node lies on: the longest mount point above it, and of several at one place the last. */
export function mountAt(node: ResolvedNode, path: string): Fact<Mount> {
  if (!node.mounts.known) return unknown(missingMounts(node.name, path));
  const covering = node.mounts.value.filter(
    ({ target }) => target === "/" || path === target || path.startsWith(`${target}/`),
  );
  const longest = Math.max(...covering.map(({ target }) => target.length));
  const mount = covering.findLast(({ target }) => target.length === longest);
  // autofs stands for a file system that nobody has used yet.
  return mount === undefined || mount.fstype === "autofs"
    ? unknown(missingMounts(node.name, path))
    : known(mount, `${node.mounts.source}: ${mount.target}`);
}

/** The dataset a path lies on; null: no ZFS. */
export function datasetAt(node: ResolvedNode, path: string): Fact<string | null> {
  const mount = mountAt(node, path);
  return mount.known ? known(mount.value.fstype === "zfs" ? mount.value.source : null, mount.source) : mount;
}

export function isOnPool(dataset: string | null, pool: string): boolean {
  return dataset !== null && poolOf(dataset) === pool;
}
