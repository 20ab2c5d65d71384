import type { ClusterSnapshot } from "./cluster.ts";
import { readCorosyncConf } from "./syntax/corosync-conf.ts";

/** Tells clusters apart: the name, then the nodes, sorted. */
export function clusterId(name: string, nodes: readonly string[]): string {
  return [name, ...[...nodes].sort()].join(" ");
}

/** corosync.conf names the cluster, else its only node, else the folder; the id adds the sorted node names. */
export function identityOf(snapshot: Pick<ClusterSnapshot, "nodes" | "files" | "folder">): {
  readonly name: string;
  readonly id: string;
} {
  const nodes = snapshot.nodes.map((node) => node.name);
  const corosync = snapshot.files["corosync.conf"];
  const clusterName = typeof corosync === "string" ? readCorosyncConf(corosync).clusterName : undefined;
  const only = nodes.length === 1 ? nodes[0] : undefined;
  const name = clusterName ?? only ?? snapshot.folder ?? "cluster";
  return { name, id: clusterId(name, nodes) };
}
