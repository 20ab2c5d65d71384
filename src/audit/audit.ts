import type { AuditReport, Finding } from "../model/audit-report.ts";
import { compareNaturally } from "../model/natural-order.ts";
import { compareSeverity, type Severity, severities } from "../model/outcome.ts";
import { defaultPolicy, type Policy } from "../model/policy.ts";
import type { ResolvedCluster, ResolvedGuest } from "../model/resolved.ts";
import { newestKnown } from "../resolve/pve-defaults.ts";
import { ruleList } from "../rules/index.ts";
import { remedyReports } from "./commands.ts";
import { guestReport } from "./guest-report.ts";
import { type Failure, type Judgements, judgeGuest, judgeVolume, noJudgements, ruleSet } from "./judge.ts";
import { judgeAllBelow } from "./judge-below.ts";
import { findingId } from "./subject.ts";

export interface AuditOptions {
  readonly tool: AuditReport["tool"];
  /** UTC, ISO 8601; passed in, because rooms that judge do not look at the clock. */
  readonly generatedAt: string;
  readonly sources: AuditReport["sources"];
  readonly policy?: Policy;
  /** Which guests to judge; their drives and volumes come with them. */
  readonly guests?: (guest: ResolvedGuest) => boolean;
  readonly rules?: (id: string) => boolean;
}

/** Judges a cluster. Volumes are compared across all guests, also when only some are judged. */
export function audit(cluster: ResolvedCluster, options: AuditOptions): AuditReport {
  const { tool, generatedAt, sources, policy = defaultPolicy, guests: wanted = () => true } = options;
  const rules = ruleSet(ruleList, options.rules);
  const guests = cluster.guests.filter(wanted);
  const judgements = noJudgements();
  const later = noJudgements();
  for (const guest of guests) {
    judgeGuest(guest, rules, policy, judgements);
    if (guest.afterPending !== undefined) judgeGuest(guest.afterPending, rules, policy, later);
  }
  const chosen = new Set(guests);
  for (const volume of cluster.volumes) {
    if (volume.uses.some(({ guest }) => chosen.has(guest))) judgeVolume(volume, rules, policy, judgements);
  }
  judgeAllBelow(cluster, chosen, rules, policy, judgements);
  const findings = findingsOf(judgements, later, guests);
  return {
    schema: "lanekeeper/audit/1",
    tool,
    generatedAt,
    sources,
    policy: null,
    cluster: clusterReport(cluster, guests),
    guests: guests.map(guestReport),
    findings,
    open: judgements.open,
    notJudged: cluster.containers.map(({ vmid, node }) => ({ kind: "container", vmid, node })),
    unreadableFiles: cluster.unreadableFiles,
    contradictions: [],
    coverage: { judged: judgements.judged, due: judgements.due },
    counts: countsOf(findings),
  };
}

/** Findings of now, worst first; marked where a pending change clears one, or is the only cause. */
function findingsOf(
  now: Judgements,
  later: Judgements,
  guests: readonly ResolvedGuest[],
): readonly Finding[] {
  const waiting = new Set(
    guests.filter(({ afterPending }) => afterPending !== undefined).map(({ vmid }) => vmid),
  );
  const keyOf = (failure: Failure): string => findingId(failure.rule, failure.subject);
  // What pending leaves open is not cleared by it.
  const open = later.open.map(({ rule, subject }) => findingId(rule, subject));
  const laterKeys = new Set([...later.failures.map(keyOf), ...open]);
  const nowKeys = new Set(
    now.failures.filter(({ guest }) => guest !== undefined && waiting.has(guest.vmid)).map(keyOf),
  );
  const onlyLater = new Set(later.failures.filter((failure) => !nowKeys.has(keyOf(failure))));
  const ordered = [...now.failures, ...onlyLater].sort(compareFailures);
  const remedies = remedyReports(ordered);
  return ordered.map((failure) => {
    const { rule, severity, subject, message, evidence } = failure;
    const id = keyOf(failure);
    const cleared =
      failure.subject.vmid !== undefined && waiting.has(failure.subject.vmid) && !laterKeys.has(id);
    const remedy = remedies.get(failure) ?? { kind: "none", changes: [], commands: [], risks: [] };
    return {
      id,
      rule,
      severity,
      subject,
      message,
      evidence,
      remedy,
      ...(cleared ? { clearedByPending: true as const } : {}),
      ...(onlyLater.has(failure) ? { pendingOnly: true as const } : {}),
    };
  });
}

/** Severity, then the rule's rank, then the subject: what every clone inherits before the rest. */
function compareFailures(a: Failure, b: Failure): number {
  return (
    compareSeverity(a.severity, b.severity) ||
    a.rank - b.rank ||
    Number(isInherited(b.guest)) - Number(isInherited(a.guest)) ||
    (a.guest?.vmid ?? 0) - (b.guest?.vmid ?? 0) ||
    compareNaturally(placeOf(a), placeOf(b))
  );
}

function isInherited(guest: ResolvedGuest | undefined): boolean {
  return guest !== undefined && (guest.template || guest.intents.has("golden"));
}

function placeOf({ subject }: Failure): string {
  const { drive, volume, storage, pool, node } = subject;
  return drive ?? volume ?? [storage, node, pool].filter((part) => part !== undefined).join(" ");
}

function clusterReport(cluster: ResolvedCluster, guests: readonly ResolvedGuest[]): AuditReport["cluster"] {
  const assumes = (of: "qemuServer" | "qemu"): boolean =>
    guests.some(({ onNode }) => onNode?.versions[of].known !== true);
  return {
    id: cluster.id,
    name: cluster.name,
    nodes: cluster.nodes.map(({ name, versions }) => ({
      name,
      versions: Object.fromEntries(
        Object.entries(versions).flatMap(([of, version]) => (version.known ? [[of, version.value]] : [])),
      ),
    })),
    nodeCount: cluster.nodeCount.known ? cluster.nodeCount.value : null,
    assumed: [
      ...(assumes("qemuServer") ? [`qemu-server ${newestKnown.qemuServer}`] : []),
      ...(assumes("qemu") ? [`QEMU ${newestKnown.qemu}`] : []),
    ],
  };
}

function countsOf(findings: readonly Finding[]): AuditReport["counts"] {
  const counts: Record<Severity | "waived", number> = {
    critical: 0,
    error: 0,
    warning: 0,
    note: 0,
    waived: 0,
  };
  for (const { severity } of findings) counts[severity]++;
  return counts;
}

/** Whether a finding is at or above a level. */
export function reaches(severity: Severity, level: Severity): boolean {
  return severities.indexOf(severity) <= severities.indexOf(level);
}
