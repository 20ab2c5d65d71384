import type { ClusterFile, ClusterSnapshot } from "../model/cluster.ts";
import { type Fact, known, unknown } from "../model/fact.ts";
import { missingFile } from "../model/missing.ts";
import type { HaPlacement, ReplicationJob } from "../model/resolved.ts";
import {
  type HaGroup,
  type HaResource,
  type HaRule,
  readHaGroups,
  readHaResources,
  readHaRules,
} from "../model/syntax/ha-cfg.ts";
import { readReplicationCfg } from "../model/syntax/replication-cfg.ts";
import { placesIn } from "./places-in.ts";

/** Where HA and replication put guests, read once for the whole cluster. */
export interface Placement {
  readonly haOf: (vmid: number) => Fact<HaPlacement | null>;
  readonly replicationOf: (vmid: number) => Fact<readonly ReplicationJob[]>;
}

export function resolvePlacement(snapshot: ClusterSnapshot): Placement {
  return { haOf: haPlacements(snapshot), replicationOf: replicationJobs(snapshot) };
}

/** A file's content: null when the cluster has none, which says as much as an empty one. */
function contentOf(snapshot: ClusterSnapshot, file: ClusterFile): Fact<string> {
  const text = snapshot.files[file];
  return text === undefined ? unknown(missingFile(file)) : known(text ?? "", file);
}

function haPlacements(snapshot: ClusterSnapshot): Placement["haOf"] {
  const resources = contentOf(snapshot, "ha/resources.cfg");
  if (!resources.known) return () => resources;
  const byVmid = new Map(readHaResources(resources.value).map((resource) => [resource.vmid, resource]));
  const groups = contentOf(snapshot, "ha/groups.cfg");
  const rules = contentOf(snapshot, "ha/rules.cfg");
  const groupList = groups.known ? readHaGroups(groups.value) : [];
  const ruleList = rules.known ? readHaRules(rules.value) : [];
  const at = placesIn(snapshot, "ha/resources.cfg");
  return (vmid) => {
    const resource = byVmid.get(vmid);
    if (resource === undefined) return known(null, "ha/resources.cfg");
    if (!rules.known) return rules;
    if (!groups.known && resource.group !== undefined) return groups;
    const source = at(resource.line);
    return known(
      { state: resource.state, nodes: allowedNodes(resource, groupList, ruleList), source },
      source,
    );
  };
}

/** The nodes HA may use: those of a strict node-affinity rule, or of a restricted group before PVE 9. */
function allowedNodes(
  resource: HaResource,
  groups: readonly HaGroup[],
  rules: readonly HaRule[],
): ReadonlySet<string> | undefined {
  const rule = rules.find(
    ({ type, strict, disabled, resources }) =>
      type === "node-affinity" && strict && !disabled && resources.includes(`vm:${resource.vmid}`),
  );
  const group = groups.find(({ id, restricted }) => id === resource.group && restricted);
  const nodes = rule?.nodes ?? group?.nodes;
  return nodes === undefined ? undefined : new Set(nodes);
}

function replicationJobs(snapshot: ClusterSnapshot): Placement["replicationOf"] {
  const text = contentOf(snapshot, "replication.cfg");
  if (!text.known) return () => text;
  const jobs = new Map<number, ReplicationJob[]>();
  const at = placesIn(snapshot, "replication.cfg");
  for (const { vmid, line, id, target, schedule, enabled } of readReplicationCfg(text.value)) {
    const job = { id, target, schedule, enabled, source: at(line) };
    jobs.set(vmid, [...(jobs.get(vmid) ?? []), job]);
  }
  return (vmid) => known(jobs.get(vmid) ?? [], "replication.cfg");
}

/** HA looks after a guest unless its resource is ignored or disabled. */
export function isManaged(placement: HaPlacement | null): placement is HaPlacement {
  return placement !== null && placement.state !== "ignored" && placement.state !== "disabled";
}
