import type { AuditReport, Finding, PolicyRef } from "../model/audit-report.ts";
import type { Remedy } from "../model/change.ts";
import { type Severity, severities } from "../model/outcome.ts";
import { defaultPolicy, type Policy } from "../model/policy.ts";
import type { ResolvedCluster, ResolvedGuest } from "../model/resolved.ts";
import { newestKnown } from "../resolve/pve-defaults.ts";
import { ruleList } from "../rules/index.ts";
import { findingsOf } from "./findings.ts";
import { guestReport } from "./guest-report.ts";
import { judgeGuest, judgeVolume, noJudgements, ruleSet } from "./judge.ts";
import { judgeAllBelow } from "./judge-below.ts";
import { waiverFailures } from "./policy-findings.ts";
import { withSeverities } from "./severities.ts";
import { waiversOn } from "./waivers.ts";

export interface AuditOptions {
  readonly tool: AuditReport["tool"];
  /** UTC, ISO 8601; passed in, because rooms that judge do not look at the clock. */
  readonly generatedAt: string;
  readonly sources: AuditReport["sources"];
  /** Where the sources said different things. */
  readonly contradictions?: AuditReport["contradictions"];
  readonly policy?: Policy;
  /** The files the policy was read from, the one that was asked for first. */
  readonly policySources?: readonly PolicyRef[];
  /** Which guests to judge; their drives and volumes come with them. */
  readonly guests?: (guest: ResolvedGuest) => boolean;
  readonly rules?: (id: string) => boolean;
}

/** A report with what each rule proposed, before changes of one drive were merged. */
export interface AuditWithRemedies {
  readonly report: AuditReport;
  /** By the id of the finding. */
  readonly remedies: ReadonlyMap<string, Remedy>;
}

/** Judges a cluster. Volumes are compared across all guests, also when only some are judged. */
export function audit(cluster: ResolvedCluster, options: AuditOptions): AuditReport {
  return auditWithRemedies(cluster, options).report;
}

/** The same for whoever carries the remedies out: as typed changes, each with its own safety. */
export function auditWithRemedies(cluster: ResolvedCluster, options: AuditOptions): AuditWithRemedies {
  const {
    tool,
    generatedAt,
    sources,
    contradictions = [],
    policy = defaultPolicy,
    policySources = [],
    guests: wanted = () => true,
  } = options;
  const rules = ruleSet([...ruleList, ...policy.ownRules], options.rules);
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
  const waivers = waiversOn(generatedAt.slice(0, 10), policy, cluster);
  judgements.failures.push(
    ...waiverFailures(waivers, [judgements, later], {
      rules: options.rules ?? (() => true),
      complete: options.guests === undefined,
    }),
  );
  const now = withSeverities(judgements, policy);
  const { findings, remedies } = findingsOf(now, withSeverities(later, policy), guests, waivers);
  const report: AuditReport = {
    schema: "lanekeeper/audit/1",
    tool,
    generatedAt,
    sources,
    policy: policyReport(policySources),
    cluster: clusterReport(cluster, guests),
    guests: guests.map(guestReport),
    findings,
    open: now.open,
    notJudged: cluster.containers.map(({ vmid, node }) => ({ kind: "container", vmid, node })),
    unreadableFiles: cluster.unreadableFiles,
    contradictions,
    coverage: { judged: judgements.judged, due: judgements.due },
    counts: countsOf(findings),
  };
  return { report, remedies };
}

function policyReport([first, ...others]: readonly PolicyRef[]): AuditReport["policy"] {
  if (first === undefined) return null;
  return others.length === 0 ? first : { ...first, extends: others };
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
  for (const { severity, waiver } of findings) counts[waiver === undefined ? severity : "waived"]++;
  return counts;
}

/** Whether a finding is at or above a level. */
export function reaches(severity: Severity, level: Severity): boolean {
  return severities.indexOf(severity) <= severities.indexOf(level);
}
