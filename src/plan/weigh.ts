import type { AuditReport, Finding } from "../model/audit-report.ts";
import { compareSeverity } from "../model/outcome.ts";
import type { FindingRef, GuestStep, Plan, Prediction } from "../model/plan.ts";
import type { PlanDraft } from "./plan.ts";

/** A finding that the plan would bring, too bad for what it clears there. */
export interface Setback {
  readonly finding: Finding;
  /** What the plan does about the same guest or place. */
  readonly planned: readonly FindingRef[];
}

export interface Weighed {
  readonly plan: Plan;
  /** Findings that the plan writes for, and that would be as bad afterwards, by id. */
  readonly inVain: ReadonlySet<string>;
  /** Not empty: the plan is refused. */
  readonly setbacks: readonly Setback[];
}

/** Compares the audit of now with that of the predicted cluster: what goes, what comes, and whether that is worth it. */
export function weigh(
  draft: PlanDraft,
  before: AuditReport,
  after: AuditReport,
  refOf: (finding: Finding) => FindingRef,
): Weighed {
  const cleared = clearedFindings(before, after);
  const added = addedFindings(before, after);
  const gone = new Set(cleared.map(({ id }) => id));
  const { reduced, ...rest } = draft;
  const stays = (ref: FindingRef): boolean => gone.has(ref.id);
  const plan: Plan = {
    ...rest,
    steps: draft.steps.map((step) => costly({ ...step, clears: step.clears.filter(stays) }, draft, after)),
    hostSteps: draft.hostSteps.map((step) => ({ ...step, clears: step.clears.filter(stays) })),
    // What other steps clear, nobody has to do by hand, and a rival's value may have cleared it as well.
    manual: draft.manual.filter(({ finding }) => !gone.has(finding.id)),
    refused: draft.refused.filter(({ finding }) => !gone.has(finding.id)),
    prediction: {
      cleared: cleared.map(refOf),
      added: added.map(refOf),
      counts: { before: countsOf(before), after: countsOf(after) },
    },
  };
  const setbacks = added
    .filter((finding) => isTooBad(finding, cleared))
    .map((finding) => ({ finding, planned: plannedAt(finding, before, draft) }));
  return { plan, setbacks, inVain: inVain(draft, gone, before, after) };
}

function inVain(
  { steps, hostSteps }: PlanDraft,
  gone: ReadonlySet<string>,
  before: AuditReport,
  after: AuditReport,
): ReadonlySet<string> {
  const was = new Map(before.findings.map(({ id, severity }) => [id, severity]));
  const lessened = after.findings.filter(({ id, severity }) => {
    const earlier = was.get(id);
    return earlier !== undefined && compareSeverity(earlier, severity) < 0;
  });
  const better = new Set(lessened.map(({ id }) => id));
  const planned = [...steps, ...hostSteps].flatMap(({ clears }) => clears.map(({ id }) => id));
  return new Set(planned.filter((id) => !gone.has(id) && !better.has(id)));
}

const isActive = ({ waiver }: Finding): boolean => waiver === undefined;

/** What is open afterwards is not cleared, and neither is what a change of somebody else clears anyway. */
function clearedFindings(before: AuditReport, after: AuditReport): readonly Finding[] {
  const keyOf = ({ rule, subject }: Pick<Finding, "rule" | "subject">): string =>
    JSON.stringify([rule, subject]);
  const left = new Set([...after.findings, ...after.open].map(keyOf));
  return before.findings.filter(
    (finding) => isActive(finding) && finding.clearedByPending !== true && !left.has(keyOf(finding)),
  );
}

/** New, or worse than it was. */
function addedFindings(before: AuditReport, after: AuditReport): readonly Finding[] {
  const known = new Map(before.findings.map((finding) => [finding.id, finding.severity]));
  return after.findings.filter((finding) => {
    const was = known.get(finding.id);
    return isActive(finding) && (was === undefined || compareSeverity(finding.severity, was) < 0);
  });
}

/**
 * At least as bad as the worst that goes on the same subject; a guest is one with its drives. Where nothing goes on it, its
 * guest counts as a whole, and a note is a cost rather than a setback.
 */
function isTooBad(finding: Finding, cleared: readonly Finding[]): boolean {
  const place = placeOf(finding);
  const { kind, vmid: whole } = finding.subject;
  const here = cleared.filter(
    (other) => placeOf(other) === place || (kind === "guest" && other.subject.vmid === whole),
  );
  if (here.length === 0 && finding.severity === "note") return false;
  const { vmid } = finding.subject;
  const near = vmid === undefined ? [] : cleared.filter(({ subject }) => subject.vmid === vmid);
  const worst = (here.length > 0 ? here : near).map(({ severity }) => severity).sort(compareSeverity)[0];
  return worst === undefined || compareSeverity(finding.severity, worst) <= 0;
}

function placeOf({ subject: { kind, vmid, drive, volume, storage, pool, node } }: Finding): string {
  return JSON.stringify([kind, vmid ?? null, drive, volume, storage, pool, vmid === undefined ? node : null]);
}

/** Findings whose steps touch the same guest; for anything else, those of the host steps. */
function plannedAt(
  { subject }: Finding,
  { findings }: AuditReport,
  { steps, hostSteps }: PlanDraft,
): readonly FindingRef[] {
  const { vmid, drive } = subject;
  const ofGuest = steps.filter((step) => step.vmid === vmid);
  const ofDrive = ofGuest.filter(({ option }) => option === drive);
  const near = ofDrive.length > 0 ? ofDrive : ofGuest.length > 0 ? ofGuest : [...hostSteps, ...steps];
  const ids = new Set(near.flatMap(({ clears }) => clears.map(({ id }) => id)));
  const refs = new Map(near.flatMap(({ clears }) => clears.map((ref) => [ref.id, ref])));
  return findings.filter(({ id }) => ids.has(id)).flatMap(({ id }) => refs.get(id) ?? []);
}

/** Of a remedy cut down to its safe part, the aio finding that remains is named as the cost. */
function costly(step: GuestStep, { reduced }: PlanDraft, { findings }: AuditReport): GuestStep {
  if (!step.clears.some(({ id }) => reduced.has(id))) return step;
  const left = findings.filter(
    ({ rule, subject }) =>
      subject.vmid === step.vmid && subject.drive === step.option && rule.startsWith("drive/aio-"),
  );
  const costs = left.map(
    ({ rule, severity }) =>
      `${rule} (${severity}) remains: its remedy wants a look, and --safe-only leaves it out`,
  );
  return { ...step, risks: [...costs, ...step.risks] };
}

function countsOf({
  counts: { critical, error, warning, note },
}: AuditReport): Prediction["counts"]["before"] {
  return { critical, error, warning, note };
}
