import type { ClusterSnapshot } from "../model/cluster.ts";
import { Failure } from "../model/failure.ts";
import { readCorosyncConf } from "../model/syntax/corosync-conf.ts";

const hint = "audit each cluster by itself; of one cluster, read all nodes anew";

/** Two sources are of one cluster when its name and its nodes are the same, as far as both say them. */
export function checkSameCluster(earlier: ClusterSnapshot, later: ClusterSnapshot): void {
  const [one, other] = [shownName(earlier), shownName(later)];
  const [before, after] = [clusterName(earlier), clusterName(later)];
  if (before !== undefined && after !== undefined && before !== after)
    throw different(`${one} is of ${called(before)}, ${other} of ${called(after)}`);
  const missing = [...notIn(earlier, later), ...notIn(later, earlier)];
  const [node] = missing;
  if (node !== undefined) throw different(`node ${node} is not in both ${one} and ${other}`);
}

/** "" where the node is in no cluster: corosync.conf was looked for and is not there. */
function clusterName({ files }: ClusterSnapshot): string | undefined {
  const text = files["corosync.conf"];
  return text === undefined ? undefined : text === null ? "" : (readCorosyncConf(text).clusterName ?? "");
}

const called = (name: string): string => (name === "" ? "a node without a cluster" : `cluster ${name}`);

/** Nodes that one source has and the other, which lists every node, has not. */
function notIn(some: ClusterSnapshot, whole: ClusterSnapshot): readonly string[] {
  if (!whole.nodesComplete) return [];
  const known = new Set(whole.nodes.map(({ name }) => name));
  return some.nodes.map(({ name }) => name).filter((name) => !known.has(name));
}

const shownName = ({ sources }: ClusterSnapshot): string => sources.map(({ name }) => name).join(", ");

const different = (what: string): Failure =>
  new Failure("different-clusters", `the sources are of different clusters: ${what}`, hint);
