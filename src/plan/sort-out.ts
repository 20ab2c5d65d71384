import type { Finding } from "../model/audit-report.ts";
import type { FindingRef, ManualStep, Refusal } from "../model/plan.ts";
import type { ResolvedGuest } from "../model/resolved.ts";
import { type ChangeRemedy, type Part, safePart } from "./part.ts";
import type { PlanInput } from "./plan.ts";

export interface SortedOut {
  readonly parts: Part[];
  readonly manual: ManualStep[];
  readonly refused: Refusal[];
}

/** It is about nothing but what is pending, and stays for a person to decide. */
const aboutPending = "guest/pending-changes";

/** What a plan can carry out, what a person does, and what is left out, by what each finding's remedy is. */
export function sortOut(
  { findings, remedies, safeOnly, leaveOut }: PlanInput,
  guests: ReadonlyMap<number, ResolvedGuest>,
  refOf: (finding: Finding) => FindingRef,
): SortedOut {
  const sorted: SortedOut = { parts: [], manual: [], refused: [] };
  for (const finding of findings) {
    const remedy = remedies.get(finding.id);
    // Somebody answers for what is waived, and where there is nothing to change, nothing is left out.
    if (finding.waiver !== undefined || remedy === undefined || remedy.kind === "none") continue;
    const ref = refOf(finding);
    const refuse = (reason: string): void => void sorted.refused.push({ finding: ref, reason });
    const left = leaveOut?.get(finding.id);
    if (left !== undefined) refuse(left);
    else if (finding.clearedByPending === true && finding.rule !== aboutPending)
      refuse("a change that is already saved clears it: it waits for a stop and start");
    else if (remedy.kind === "manual" || isDriverChange(remedy, guests))
      sorted.manual.push(manualStep(finding, remedy.steps ?? [], ref));
    else {
      const part = partOf(finding, remedy, safeOnly);
      if (part === undefined)
        refuse("somebody should look at it first, and --safe-only leaves such steps out");
      else sorted.parts.push(part);
    }
  }
  return sorted;
}

function partOf(finding: Finding, remedy: ChangeRemedy, safeOnly: boolean): Part | undefined {
  if (safeOnly && remedy.safety === "review") return safePart(finding, remedy);
  return { finding, remedy, changes: remedy.changes, reduced: false };
}

function manualStep(finding: Finding, steps: readonly string[], ref: FindingRef): ManualStep {
  const { message, remedy } = finding;
  return { finding: ref, message, steps, commands: remedy.commands };
}

/**
 * Windows does not start from a controller whose driver it never loaded: bringing it there takes several starts, which a
 * plan cannot do.
 */
function isDriverChange({ changes }: ChangeRemedy, guests: ReadonlyMap<number, ResolvedGuest>): boolean {
  return changes.some((change) => {
    if (change.target !== "guest" || change.key !== "scsihw") return false;
    const isWindows = guests.get(change.vmid)?.quadrant.os === "windows";
    return isWindows && change.from?.startsWith("virtio-scsi") !== true;
  });
}
