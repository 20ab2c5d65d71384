import { clusterId } from "../model/cluster-id.ts";
import { Failure } from "../model/failure.ts";
import type { Plan } from "../model/plan.ts";
import { answerText, type ClusterDoor } from "./cluster-door.ts";
import { rowsIn } from "./rows.ts";

/** Throws a Failure where this is not the cluster that the plan was made for, or nobody can tell. */
export async function checkCluster(
  door: Pick<ClusterDoor, "get">,
  { cluster }: Pick<Plan, "cluster">,
): Promise<void> {
  const here = await clusterAt(door);
  if (here.id === cluster.id) return;
  throw new Failure(
    "other-cluster",
    `the plan is for ${cluster.id}, and this is ${here.id}`,
    "a name, then every node: make the plan from this cluster",
  );
}

/** Throws a Failure where it cannot be told. */
async function clusterAt(
  door: Pick<ClusterDoor, "get">,
): Promise<{ readonly id: string; readonly name: string }> {
  const path = "/cluster/status";
  const answer = await door.get(path);
  const hint = "give the one who writes Sys.Audit on /";
  if (!answer.ok)
    throw new Failure(
      "which-cluster",
      `which cluster this is cannot be told: ${answerText(path, answer)}`,
      hint,
    );
  const rows = rowsIn(answer.data) ?? [];
  const nodes = rows.flatMap(({ type, name }) => (type === "node" && typeof name === "string" ? [name] : []));
  const named = rows.find(({ type }) => type === "cluster")?.["name"];
  const name = typeof named === "string" ? named : nodes[0];
  if (name === undefined || (named === undefined && nodes.length > 1))
    throw new Failure("which-cluster", `which cluster this is cannot be told from ${path}`, hint);
  return { id: clusterId(name, nodes), name };
}
