import type { ClusterSnapshot } from "../model/cluster.ts";

/** Names the nodes whose guests no source held, so that no verdict reads as one on all guests of the cluster. */
export function withGuestGaps(snapshot: ClusterSnapshot): ClusterSnapshot {
  const { guestsOf, nodes, unreadable } = snapshot;
  if (guestsOf === undefined) return snapshot;
  const gaps = nodes
    .filter(({ name }) => !guestsOf.includes(name))
    .map(({ name }) => ({
      path: `nodes/${name}/qemu-server/*.conf`,
      reason: "is in no source: a pvereport holds the guests of its own node only",
    }))
    .filter(({ path }) => !unreadable.some((known) => known.path === path));
  return gaps.length === 0 ? snapshot : { ...snapshot, unreadable: [...unreadable, ...gaps] };
}

/** The nodes whose guests two sources hold together; undefined: of all nodes, or neither says. */
export function guestsOfBoth(
  earlier: ClusterSnapshot,
  later: ClusterSnapshot,
): readonly string[] | undefined {
  const parts = [earlier, later];
  if (parts.some(({ guestsOf, nodesComplete }) => guestsOf === undefined && nodesComplete)) return undefined;
  const named = parts.flatMap(({ guestsOf }) => (guestsOf === undefined ? [] : [guestsOf]));
  return named.length === 0 ? undefined : [...new Set(named.flat())];
}
