import type { Remedy } from "../../model/change.ts";
import type { ResolvedPool } from "../../model/resolved-pool.ts";
import type { BackupStore } from "../backup-stores.ts";

/** Backups first: they are the largest thing that can live elsewhere, and belong elsewhere anyway. */
export function nearlyFullRemedy({ name, node }: ResolvedPool, stores: readonly BackupStore[]): Remedy {
  const names = stores.map((store) => store.name).join(" and ");
  return {
    kind: "manual",
    takesEffect: "at-once",
    steps: [
      stores.length === 0
        ? "make room before anything else: nothing below gets faster while the pool is this full"
        : `relocate ${names} to another pool or machine, or prune there, first`,
      `see what takes the space, snapshots included: zfs list -o space -r ${name}`,
      "remove unused disks and old snapshots; run fstrim in the guests, so that thin volumes shrink",
      "move volumes to another storage: qm move-disk <vmid> <drive> <storage> --delete 1",
    ],
    commands: [{ argv: ["zfs", "list", "-o", "space", "-r", name], node: node.name }],
    risks: ["destroyed snapshots and pruned backups do not come back"],
  };
}
