import { isApiSource } from "../connect/api/address.ts";
import { isSshSource, readSshTarget, runOverSsh } from "../connect/ssh.ts";
import type { ClusterSnapshot } from "../model/cluster.ts";
import { Failure } from "../model/failure.ts";
import { type CollectContext, factsRuns, head, whatToGive } from "./collect-context.ts";
import { isFacts } from "./facts-records.ts";
import { factsScript } from "./facts-script.ts";
import { knownConfigs } from "./since.ts";

/** Machines that are asked now: `node`, `https://…` and `ssh://…`. */
export const isLive = (source: string): boolean =>
  source === "node" || isApiSource(source) || isSshSource(source);

/** `withConfigs`: the configs of the whole cluster, which every node has. Throws a Failure. */
export async function readLive(
  source: string,
  context: CollectContext,
  withConfigs: boolean,
): Promise<readonly ClusterSnapshot[]> {
  if (source === "node") return readNode(context);
  return isApiSource(source) ? [await readApi(source, context)] : readSsh(source, context, withConfigs);
}

async function readSsh(
  source: string,
  context: CollectContext,
  withConfigs: boolean,
): Promise<readonly ClusterSnapshot[]> {
  return factsRuns(await factsOverSsh(source, context, withConfigs), "ssh", source, context);
}

/** What the facts script printed there. What came through before the connection broke counts; readers name the rest. */
export async function factsOverSsh(
  source: string,
  { mayAsk = false, sudo = false, env, since }: CollectContext,
  withConfigs: boolean,
): Promise<Uint8Array> {
  const { output, broke } = await runOverSsh(
    readSshTarget(source),
    factsScript({ withConfigs, known: knownConfigs(since) }),
    { mayAsk, sudo, ...(env === undefined ? {} : { env }) },
  );
  if (isFacts(output)) return output;
  if (broke !== undefined) throw broke;
  throw new Failure(
    "no-facts",
    `${source} let us in and ran no script`,
    "a forced command or another shell than sh? Try: lanekeeper collect --script | ssh <node> sh -s > node.txt",
  );
}

async function readApi(from: string, context: CollectContext): Promise<ClusterSnapshot> {
  const access = await context.access?.(from);
  if (access === undefined) throw new Failure("no-access", `${from} cannot be asked from here`, whatToGive);
  // loaded only when a cluster is asked: an audit of files does without
  const { readApiCluster } = await import("./api/read-cluster.ts");
  const progress = context.progress ?? (() => undefined);
  const parts = await readApiCluster(access, context.now, progress, context.since);
  return { ...head(context, { kind: "api", name: from }), ...parts };
}

async function readNode(context: CollectContext): Promise<readonly ClusterSnapshot[]> {
  return factsRuns(await factsOfNode(context), "node", "node", context);
}

/** The same, of this machine. */
export async function factsOfNode({ machine, since }: CollectContext): Promise<Uint8Array> {
  if (machine?.isNode() !== true)
    throw new Failure("no-node", "this machine is no Proxmox VE node: /etc/pve is not mounted", whatToGive);
  return machine.run(factsScript({ known: knownConfigs(since) }));
}
