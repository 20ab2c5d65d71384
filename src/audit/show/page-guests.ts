import type { Finding, SubjectRef } from "../../model/audit-report.ts";
import { compareNaturally } from "../../model/natural-order.ts";
import { compareSeverity, type Severity } from "../../model/outcome.ts";
import type { PageGuest } from "../../model/place-page.ts";
import type { ResolvedGuest, ResolvedVolume } from "../../model/resolved.ts";

/** The worst of the findings on a subject that nobody answers for. */
export function worstOn(
  findings: readonly Finding[],
  isOn: (subject: SubjectRef, finding: Finding) => boolean,
): Severity | null {
  const found = findings.filter((finding) => finding.waiver === undefined && isOn(finding.subject, finding));
  return found.map(({ severity }) => severity).sort(compareSeverity)[0] ?? null;
}

/** The guests whose lines name these volumes, each with those lines. */
export function guestsOn(
  volumes: readonly ResolvedVolume[],
  findings: readonly Finding[],
): readonly PageGuest[] {
  const keys = new Map<ResolvedGuest, string[]>();
  for (const { uses } of volumes)
    for (const { guest, key } of uses) keys.set(guest, [...(keys.get(guest) ?? []), key]);
  return [...keys]
    .map(([guest, list]) => pageGuest(guest, [...new Set(list)].sort(compareNaturally), findings))
    .sort((a, b) => a.vmid - b.vmid);
}

/** Of the drives named, or with none named of the whole guest. */
export function pageGuest(
  { vmid, name, node }: ResolvedGuest,
  keys: readonly string[],
  findings: readonly Finding[],
): PageGuest {
  const worst = worstOn(
    findings,
    (subject) =>
      subject.vmid === vmid &&
      (keys.length === 0 || (subject.drive !== undefined && keys.includes(subject.drive))),
  );
  return { vmid, name, node, keys, worst };
}
