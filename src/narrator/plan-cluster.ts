import { type AuditOptions, auditWithRemedies, reaches } from "../audit/audit.ts";
import type { Finding } from "../model/audit-report.ts";
import type { ClusterSnapshot } from "../model/cluster.ts";
import { Failure } from "../model/failure.ts";
import type { Severity } from "../model/outcome.ts";
import type { Plan } from "../model/plan.ts";
import { defaultPolicy } from "../model/policy.ts";
import { digestOf } from "../plan/digest.ts";
import { refsIn } from "../plan/finding-ref.ts";
import { type PlanDraft, type PlanInput, plan } from "../plan/plan.ts";
import { predict } from "../plan/predict.ts";
import { type Setback, weigh } from "../plan/weigh.ts";
import { resolve } from "../resolve/resolve.ts";

export interface PlanChoice {
  /** Only findings at or above it. */
  readonly severity?: Severity;
  readonly safeOnly: boolean;
}

/**
 * Findings → changes → the cluster as it would be → audited again. `guests` and `rules` of the options choose what is
 * planned; what it brings is judged everywhere and by every rule. Throws a Failure: nobody could tell whether a config
 * changed meanwhile, or the plan would bring something as bad as what it clears.
 */
export function planCluster(snapshot: ClusterSnapshot, options: AuditOptions, choice: PlanChoice): Plan {
  if (snapshot.guests.every((guest) => digestOf(guest, snapshot) === undefined)) throw inexact();
  const { guests, rules, ...whole } = options;
  const cluster = resolve(snapshot, options.policy ?? defaultPolicy);
  const before = auditWithRemedies(cluster, whole);
  const isChosen = choiceOf(
    guests === undefined && rules === undefined
      ? before.report.findings
      : auditWithRemedies(cluster, options).report.findings,
    choice,
  );
  const input: PlanInput = {
    snapshot,
    cluster,
    findings: before.report.findings.filter(isChosen),
    remedies: before.remedies,
    safeOnly: choice.safeOnly,
    tool: options.tool,
    createdAt: options.generatedAt,
  };
  const look: Look = (draft) => {
    const predicted = resolve(predict(snapshot, draft), options.policy ?? defaultPolicy);
    return weigh(draft, before.report, auditWithRemedies(predicted, whole).report, refsIn(cluster));
  };
  const { plan: weighed, setbacks } = settled(input, look);
  if (setbacks.length > 0) throw refusal(setbacks);
  return weighed;
}

type Look = (draft: PlanDraft) => ReturnType<typeof weigh>;

/** Leaves out what the look at the result speaks against, until nothing of that kind is left. */
function settled(
  input: PlanInput,
  look: Look,
  leaveOut: ReadonlyMap<string, string> = new Map(),
): ReturnType<Look> {
  const draft = plan({ ...input, leaveOut });
  const weighed = look(draft);
  const more = [...uselessIn(weighed), ...reducedAt(weighed.setbacks, draft)].filter(
    ([id]) => !leaveOut.has(id),
  );
  return more.length === 0 ? weighed : settled(input, look, new Map([...leaveOut, ...more]));
}

function choiceOf(
  findings: readonly Finding[],
  { severity = "note" }: PlanChoice,
): (finding: Finding) => boolean {
  const ids = new Set(findings.map(({ id }) => id));
  return (finding) => ids.has(finding.id) && reaches(finding.severity, severity);
}

/** The safe part alone is not always an improvement: then the whole remedy waits for a person's look. */
function reducedAt(setbacks: readonly Setback[], { reduced }: PlanDraft): ReadonlyMap<string, string> {
  return new Map(
    setbacks.flatMap(({ finding, planned }) =>
      planned
        .filter(({ id }) => reduced.has(id))
        .map(({ id }) => [
          id,
          `its safe part alone would bring ${finding.rule} (${finding.severity}): plan it without --safe-only`,
        ]),
    ),
  );
}

/** Nothing is written for nothing. */
function uselessIn({ inVain }: ReturnType<typeof weigh>): readonly (readonly [string, string])[] {
  return [...inVain].map((id) => [id, "the audit of the result would still find it"]);
}

function inexact(): Failure {
  return new Failure(
    "inexact-source",
    "a plan needs each config byte for byte, and this source has none: pasted, redacted or from a pvereport, nobody could tell whether a guest changed meanwhile",
    "--from a copy of /etc/pve, https://<node>:8006 or ssh://root@<node>; `audit` prints the commands all the same",
  );
}

function refusal(setbacks: readonly Setback[]): Failure {
  const [first] = setbacks;
  const { finding, planned } = first ?? {};
  const more = setbacks.length > 1 ? `, and ${setbacks.length - 1} more like it` : "";
  const place = [finding?.subject.vmid, finding?.subject.drive ?? ""].join(" ").trim();
  const instead = planned?.map(({ rule }) => rule).join(", ") ?? "";
  const guests = [...new Set(setbacks.flatMap(({ finding: { subject } }) => subject.vmid ?? []))];
  const rules = [...new Set(setbacks.flatMap((setback) => setback.planned.map(({ rule }) => rule)))];
  const byRule = `--rule '${rules.map((rule) => `!${rule}`).join(",")}'`;
  const byGuest = `--guest '${guests.map((vmid) => `!${vmid}`).join(",")}'`;
  const without = guests.length > 0 && guests.length <= 3 ? `${byGuest}, or ${byRule}` : byRule;
  return new Failure(
    "plan-refused",
    `plan refused: it would bring ${finding?.rule} (${finding?.severity}) to ${place || "the cluster"} for ${instead || "nothing"}${more}`,
    `leave it out: ${without}`,
  );
}
