import { storageSubjects } from "../../src/audit/judge-below.ts";
import type { ClusterFile, ClusterSnapshot, NodeSnapshot } from "../../src/model/cluster.ts";
import type { FactKind, Missing } from "../../src/model/fact.ts";
import { defaultPolicy } from "../../src/model/policy.ts";
import type { ResolvedCluster, ResolvedGuest } from "../../src/model/resolved.ts";
import type { DriveFailure } from "../../src/model/rule.ts";
import { resolve } from "../../src/resolve/resolve.ts";
import { ruleList } from "../../src/rules/index.ts";

/** What the rules say of a whole cluster, passes included, and which facts of theirs a reading holds. */

type Verdict = "pass" | "fail" | "open" | "notApplicable";

/** `drive/discard-off 101 scsi0` → pass */
export type Verdicts = ReadonlyMap<string, Verdict>;

export const ruleOf = (key: string): string => key.split(" ")[0] ?? "";

export function verdicts(snapshot: ClusterSnapshot): Verdicts {
  const cluster = resolve(snapshot);
  const found = new Map<string, Verdict>();
  const put = (rule: string, subject: string, kind: Verdict) => found.set(`${rule} ${subject}`, kind);
  for (const guest of cluster.guests) ofGuest(guest, put);
  for (const volume of cluster.volumes)
    for (const rule of ruleList)
      if (rule.subject === "volume") {
        const use = volume.uses[0];
        put(
          rule.id,
          `${use.guest.vmid} ${use.key} ${volume.volid}`,
          rule.check(volume, defaultPolicy, []).kind,
        );
      }
  ofBelow(cluster, put);
  return found;
}

type Put = (rule: string, subject: string, kind: Verdict) => void;

function ofGuest(guest: ResolvedGuest, put: Put): void {
  const failures: DriveFailure[] = [];
  const gaps: Missing[] = [];
  for (const drive of guest.drives) {
    for (const rule of ruleList) {
      if (rule.subject !== "drive") continue;
      const outcome = rule.check(drive, defaultPolicy, []);
      put(rule.id, `${guest.vmid} ${drive.key}`, outcome.kind);
      if (outcome.kind === "open") gaps.push(...outcome.missing);
      if (outcome.kind === "fail")
        failures.push({ rule: rule.id, drive: drive.key, severity: outcome.severity ?? rule.severity });
    }
  }
  for (const rule of ruleList)
    if (rule.subject === "guest")
      put(rule.id, String(guest.vmid), rule.check(guest, defaultPolicy, failures, gaps).kind);
}

function ofBelow(cluster: ResolvedCluster, put: Put): void {
  for (const subject of storageSubjects(cluster))
    for (const rule of ruleList)
      if (rule.subject === "storage" && (rule.perNode === true) === (subject.node !== null))
        put(
          rule.id,
          `${subject.node?.name ?? ""} ${subject.storage.entry.id}`,
          rule.check(subject, defaultPolicy, []).kind,
        );
  for (const rule of ruleList) {
    if (rule.subject === "pool")
      for (const pool of cluster.pools)
        put(rule.id, `${pool.node.name} ${pool.name}`, rule.check(pool, defaultPolicy, []).kind);
    if (rule.subject === "node")
      for (const node of cluster.nodes) put(rule.id, node.name, rule.check(node, defaultPolicy, []).kind);
  }
}

export type NodeFact = Exclude<keyof NodeSnapshot, "name">;

/** The facts of rules that a missing reading of a node, or file of the cluster, can take away. */
export const factsOf: Readonly<Record<NodeFact, readonly FactKind[]>> = {
  packages: ["node-versions"],
  kernel: ["kernel"],
  mounts: ["file-system", "medium"],
  blockDevices: ["block-devices", "medium"],
  datasets: ["dataset-properties", "zvol-properties"],
  pools: ["vdevs", "medium", "pool-state", "pool-properties"],
  arc: ["arc"],
  memory: ["arc"],
  trimSchedules: ["trim-schedules"],
  logicalVolumes: ["lvm"],
  thinPools: ["lvm"],
  volumeGroups: ["lvm"],
  storageUsage: ["storage-usage"],
  backupDatastores: ["backup-datastores"],
  running: ["run-state"],
  agents: ["agent-answer", "guest-os-name"],
  insides: [], // shown, not judged
  replicationStates: ["replication-state"],
};

export const factsOfFile: Readonly<Record<ClusterFile, readonly FactKind[]>> = {
  "storage.cfg": ["storage-cfg"],
  "replication.cfg": ["replication"],
  "ha/resources.cfg": ["ha"],
  "ha/groups.cfg": ["ha"],
  "ha/rules.cfg": ["ha"],
  "mapping/pci.cfg": ["mappings"],
  "mapping/usb.cfg": [],
  "mapping/directory.cfg": [],
  "datacenter.cfg": [],
  "corosync.conf": [],
};

const needs = new Map(ruleList.map((rule) => [rule.id as string, rule.needs]));

/** One finding per cause: where less is known, it may be another rule that names the same loss. */
function anotherSpeaks(key: string, before: Verdicts, after: Verdicts): boolean {
  const subject = key.slice(ruleOf(key).length);
  return [...after].some(
    ([other, kind]) => kind === "fail" && before.get(other) !== "fail" && other.endsWith(subject),
  );
}

/** What changed in a way a lost fact must not change it: to a pass, or of a rule that does not look at it. */
export function dishonest(before: Verdicts, after: Verdicts, taken: readonly FactKind[]): readonly string[] {
  return [...after].flatMap(([key, kind]) => {
    const was = before.get(key);
    if (was === kind) return [];
    // What did not apply may pass: whatever the fact says, there is nothing to find. A subject nobody saw may be new.
    if (kind === "pass" && was !== "notApplicable" && was !== undefined) return [`${key}: ${was} → pass`];
    if (kind === "notApplicable" && was === "fail" && !anotherSpeaks(key, before, after))
      return [`${key}: fail → notApplicable`];
    const looksAtIt = needs.get(ruleOf(key))?.some((need) => taken.includes(need)) === true;
    return looksAtIt || was === undefined ? [] : [`${key}: ${was} → ${kind}, and does not look at it`];
  });
}
