import type { ClusterSnapshot } from "../model/cluster.ts";
import { identityOf } from "../model/cluster-id.ts";
import { type Fact, known, unknown } from "../model/fact.ts";
import { missingNodeCount } from "../model/missing.ts";
import { defaultPolicy, type Policy } from "../model/policy.ts";
import type { ResolvedCluster, ResolvedGuest, ResolvedNode, ResolvedVolume } from "../model/resolved.ts";
import type { ResolvedPool } from "../model/resolved-pool.ts";
import { resolveGuest } from "./guest.ts";
import { declaredIntents } from "./intents.ts";
import { resolvePciMappings } from "./mappings.ts";
import { nodeEvidence } from "./node-evidence.ts";
import { resolveNodes } from "./nodes.ts";
import { resolvePlacement } from "./placement.ts";
import { resolvePools } from "./pools.ts";
import { skippedLines, skippedStorageLines } from "./skipped-lines.ts";
import { storageDefaults } from "./storage-defaults.ts";
import { resolveStorages } from "./storages.ts";
import { unreadGuests } from "./unread-guests.ts";
import { resolveVolumes } from "./volumes.ts";

/** What is in force in a cluster: settings, backing, lanes, quadrants. Total: what cannot be known stays unknown. */
export function resolve(snapshot: ClusterSnapshot, policy: Policy = defaultPolicy): ResolvedCluster {
  const nodes: ResolvedNode[] = [];
  const pools: ResolvedPool[] = [];
  const storages = resolveStorages(snapshot, policy);
  const evidence = new Map(snapshot.nodes.map((node) => [node.name, nodeEvidence(node, policy.disks)]));
  const pciMappings = resolvePciMappings(snapshot);
  const guests: ResolvedGuest[] = [];
  const volumes: ResolvedVolume[] = [];
  const unreadableFiles = [...snapshot.unreadable, ...skippedStorageLines(snapshot)];
  const cluster: ResolvedCluster = {
    ...identityOf(snapshot),
    takenAt: snapshot.takenAt,
    nodes,
    nodeCount: nodeCountOf(snapshot),
    storages,
    storagesPartial: snapshot.partial?.includes("storage.cfg") === true,
    pciMappings,
    guests,
    volumes,
    pools,
    backupJobs: snapshot.backupJobs,
    containers: snapshot.containers,
    unreadableFiles,
    unreadGuests: unreadGuests(snapshot.unreadable),
  };
  nodes.push(...resolveNodes(snapshot, cluster));
  const place = {
    cluster,
    storages,
    nodes: new Map(nodes.map((node) => [node.name, node])),
    evidence,
    mappings: pciMappings,
    placement: resolvePlacement(snapshot),
    defaultsOf: storageDefaults(),
    intents: declaredIntents(policy),
  };
  for (const read of [...snapshot.guests].sort((a, b) => a.vmid - b.vmid)) {
    const guest = resolveGuest(read, place);
    guests.push(guest);
    unreadableFiles.push(...skippedLines(guest, read));
  }
  for (const volume of resolveVolumes(cluster, evidence)) volumes.push(volume);
  for (const pool of resolvePools(snapshot, cluster, evidence)) pools.push(pool);
  return cluster;
}

function nodeCountOf(snapshot: ClusterSnapshot): Fact<number> {
  return snapshot.nodesComplete ? known(snapshot.nodes.length, "nodes/") : unknown(missingNodeCount);
}
