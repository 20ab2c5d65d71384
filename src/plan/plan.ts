import type { Finding } from "../model/audit-report.ts";
import { type Change, isHostChange, type Remedy } from "../model/change.ts";
import type { ClusterSnapshot } from "../model/cluster.ts";
import type { FindingRef, GuestStep, HostStep, Plan, Refusal } from "../model/plan.ts";
import type { ResolvedCluster, ResolvedGuest } from "../model/resolved.ts";
import { perhapsUnseen, unseenLines } from "../model/unseen-lines.ts";
import { digestOf, snapshotSha256 } from "./digest.ts";
import { refsIn } from "./finding-ref.ts";
import { whyNotGuest, whyNotOption } from "./guest-guard.ts";
import { guestStep } from "./guest-step.ts";
import { hostStep } from "./host-step.ts";
import { ordered } from "./order.ts";
import type { Part } from "./part.ts";
import { sortOut } from "./sort-out.ts";
import { stepId, type Target, takeIn } from "./target.ts";

export interface PlanInput {
  readonly snapshot: ClusterSnapshot;
  readonly cluster: ResolvedCluster;
  /** What is to be cleared, worst first. */
  readonly findings: readonly Finding[];
  /** What each rule proposed, by the id of its finding. */
  readonly remedies: ReadonlyMap<string, Remedy>;
  /** Nothing that wants a person's look first. */
  readonly safeOnly: boolean;
  readonly tool: Plan["tool"];
  /** UTC, ISO 8601. */
  readonly createdAt: string;
  /** Findings to leave out, by id, and why. */
  readonly leaveOut?: ReadonlyMap<string, string>;
}

/** A plan whose result nobody has looked at yet. */
export interface PlanDraft extends Omit<Plan, "prediction"> {
  /** Findings of which only the safe part is carried out, by id. */
  readonly reduced: ReadonlySet<string>;
}

/** Findings to steps: merged per drive, one option each, in the order they are to be done. */
export function plan(input: PlanInput): PlanDraft {
  const { snapshot, cluster, findings, tool, createdAt } = input;
  const writable = writableGuests(cluster, snapshot);
  const refOf = refsIn(cluster);
  const { parts, manual, refused } = sortOut(input, writable.guests, refOf);
  const targets = new Map<string, Target>();
  for (const part of parts) {
    const reason = whyNot(part, cluster, writable, refOf) ?? rivalOf(takeIn(targets, part));
    if (reason !== undefined) refused.push({ finding: refOf(part.finding), reason });
  }
  const { steps, hostSteps, idle } = stepsOf([...targets.values()], cluster, writable, refOf);
  return {
    schema: "lanekeeper/plan/1",
    tool,
    createdAt,
    cluster: { id: cluster.id, name: cluster.name },
    snapshot: {
      takenAt: snapshot.takenAt,
      sources: snapshot.sources.map(({ name }) => name),
      sha256: snapshotSha256(snapshot),
    },
    steps: ordered(steps, findings, writable.guests),
    hostSteps,
    manual,
    refused: [...refused, ...idle],
    reduced: new Set(parts.filter(({ reduced }) => reduced).map(({ finding }) => finding.id)),
  };
}

interface Writable {
  readonly guests: ReadonlyMap<number, ResolvedGuest>;
  readonly digests: ReadonlyMap<number, string | undefined>;
  readonly unseen: ReadonlyMap<number, ReturnType<typeof unseenLines>>;
}

function writableGuests(cluster: ResolvedCluster, snapshot: ClusterSnapshot): Writable {
  return {
    guests: new Map(cluster.guests.map((guest) => [guest.vmid, guest])),
    digests: new Map(snapshot.guests.map((guest) => [guest.vmid, digestOf(guest, snapshot)])),
    unseen: new Map(snapshot.guests.map((guest) => [guest.vmid, unseenLines(guest)])),
  };
}

/** A part is carried out as a whole or not at all: half a remedy can be worse than none. */
function whyNot(
  part: Part,
  cluster: ResolvedCluster,
  { guests, digests, unseen }: Writable,
  refOf: (finding: Finding) => FindingRef,
): string | undefined {
  const reasons = part.changes.map((change): string | undefined => {
    if (isHostChange(change)) return failureOf(hostStep(cluster, targetOf(change, part), refOf));
    const guest = guests.get(change.vmid);
    if (guest === undefined) return "its config was not read";
    const { vmid } = guest;
    return (
      whyNotGuest(guest, digests.get(vmid), unseen.get(vmid) ?? "none") ??
      whyNotOption(guest, change, part.finding)
    );
  });
  return reasons.find((reason) => reason !== undefined);
}

function targetOf(change: Change, part: Part): Target {
  return { id: stepId(change), change, edits: new Map(), parts: [part] };
}

function failureOf(step: ReturnType<typeof hostStep>): string | undefined {
  return "reason" in step ? step.reason : undefined;
}

function rivalOf(conflict: ReturnType<typeof takeIn>): string | undefined {
  if (conflict === undefined) return undefined;
  const { rule } = conflict.rival.finding;
  return `it contradicts ${rule}, which is worse or comes first and is planned`;
}

interface Steps {
  readonly steps: GuestStep[];
  readonly hostSteps: HostStep[];
  /** Findings for which nothing is left to write. */
  readonly idle: readonly Refusal[];
}

function stepsOf(
  targets: readonly Target[],
  cluster: ResolvedCluster,
  { guests, digests, unseen }: Writable,
  refOf: (finding: Finding) => FindingRef,
): Steps {
  const steps: GuestStep[] = [];
  const hostSteps: HostStep[] = [];
  const busy = new Set<Part>();
  for (const target of targets) {
    const { change, parts } = target;
    if (isHostChange(change)) {
      const step = hostStep(cluster, target, refOf);
      if ("reason" in step) continue; // asked before, for each of its parts
      hostSteps.push(step);
    } else {
      const guest = guests.get(change.vmid);
      const digest = digests.get(change.vmid);
      const step =
        guest === undefined || digest === undefined ? undefined : guestStep(guest, digest, target, refOf);
      if (step === undefined) continue;
      const needs = needsOf(target);
      const hidden = unseen.get(change.vmid) === "perhaps" ? [perhapsUnseen] : [];
      steps.push({ ...step, risks: [...step.risks, ...hidden], ...(needs.length === 0 ? {} : { needs }) });
    }
    for (const part of parts) busy.add(part);
  }
  const left = new Set(targets.flatMap(({ parts }) => parts).filter((part) => !busy.has(part)));
  const reason = "what it wants is already saved and waits for a stop and start";
  return { steps, hostSteps, idle: [...left].map(({ finding }) => ({ finding: refOf(finding), reason })) };
}

/** A cache mode relies on the dataset property that its remedy brings along. */
function needsOf({ parts }: Target): readonly string[] {
  const datasets = parts.flatMap(({ changes }) => changes.filter(({ target }) => target === "dataset"));
  return [...new Set(datasets.map(stepId))];
}
