import type { StorageUsage } from "../../model/cluster.ts";
import { missingOutput } from "../../model/missing.ts";
import { notApplicable, type Outcome, open, pass, type Severity } from "../../model/outcome.ts";
import type { Policy } from "../../model/policy.ts";
import { bytesText, percentText } from "../../model/quantity-text.ts";
import type { ResolvedNode, ResolvedStorage } from "../../model/resolved.ts";
import type { StorageSubject } from "../../model/resolved-pool.ts";
import type { Rule } from "../../model/rule.ts";
import { severityOfFill } from "../fill.ts";
import { datasetAt } from "../mounts.ts";

/** Judged by pool/nearly-full and storage/thin-pool-full, or without a fill of their own. */
const judgedElsewhere: ReadonlySet<string> = new Set(["zfspool", "lvmthin", "iscsi", "iscsidirect", "pbs"]);

export const nearlyFull: Rule<"storage"> = {
  id: "storage/nearly-full",
  subject: "storage",
  severity: "critical",
  summary: "a storage with guests' disks is nearly full",
  needs: ["storage-cfg", "config", "storage-usage", "file-system"],
  perNode: true,
  check(subject, policy) {
    const { node, storage } = subject;
    if (node === null || judgedElsewhere.has(storage.entry.type)) return notApplicable;
    if (!isSpokenFor(subject, node) || isOnZfs(storage, node)) return notApplicable;
    const usage = usageOf(storage, node);
    if (usage === undefined || !node.storageUsage.known) return open([missingFill(storage, node)]);
    return judged(storage, node, usage, node.storageUsage.source, policy);
  },
};

function judged(
  storage: ResolvedStorage,
  node: ResolvedNode,
  { used, total }: StorageUsage,
  source: string,
  policy: Policy,
): Outcome {
  const percent = (100 * used) / total;
  const level = severityOfFill(percent, policy.thresholds.storageNearlyFull);
  if (level === undefined) return pass;
  const thick = storage.entry.type === "lvm";
  const severity: Severity = thick ? "warning" : level;
  return {
    kind: "fail",
    severity,
    message: thick
      ? `${percentText(percent)} of ${bytesText(total)} given away: no room for new disks, moves and snapshots`
      : `${percentText(percent)} of ${bytesText(total)} full: at 100 % every guest on it gets write errors`,
    evidence: [{ fact: `fill of ${storage.entry.id}`, value: percentText(percent), source, node: node.name }],
    remedy: {
      kind: "manual",
      takesEffect: "at-once",
      steps: [
        "remove unused disks, old snapshots and backups from it; run fstrim in the guests",
        "move disks away: qm move-disk <vmid> <drive> <storage> --delete 1",
        "or make it larger",
      ],
      commands: [{ argv: ["pvesm", "list", storage.entry.id], node: node.name }],
      risks: ["removed snapshots and backups do not come back"],
    },
  };
}

/** A shared storage is as full on every node: it is judged on the first one that was asked. */
function isSpokenFor({ storage, volumes, cluster }: StorageSubject, node: ResolvedNode): boolean {
  if (!storage.shared) return volumes.length > 0;
  const nodes = cluster.nodes.filter(({ name }) => storage.nodes?.has(name) !== false);
  const speaker = nodes.find((one) => usageOf(storage, one) !== undefined) ?? nodes[0];
  return speaker === node && cluster.volumes.some((volume) => volume.storage?.entry.id === storage.entry.id);
}

/** undefined: not asked, not listed, or not active, when the numbers say nothing. */
function usageOf({ entry }: ResolvedStorage, { storageUsage }: ResolvedNode): StorageUsage | undefined {
  if (!storageUsage.known) return undefined;
  return storageUsage.value.find(({ storage, active, total }) => storage === entry.id && active && total > 0);
}

/** A directory on a dataset is as full as its pool. */
function isOnZfs({ entry }: ResolvedStorage, node: ResolvedNode): boolean {
  const path = entry.properties["path"];
  if (entry.type !== "dir" || path === undefined) return false;
  const dataset = datasetAt(node, path);
  return dataset.known && dataset.value !== null;
}

const missingFill = ({ entry }: ResolvedStorage, node: ResolvedNode) =>
  missingOutput(node.name, `fill of storage ${entry.id}`, "pvesm-status.txt", "pvesm status");
