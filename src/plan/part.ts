import type { Finding } from "../model/audit-report.ts";
import type { Change, Remedy, Safety } from "../model/change.ts";

export type ChangeRemedy = Extract<Remedy, { readonly kind: "change" }>;

/** What of a finding's remedy a plan carries out. */
export interface Part {
  readonly finding: Finding;
  readonly remedy: ChangeRemedy;
  readonly changes: readonly [Change, ...Change[]];
  /** Only `cache=none` of a remedy that wants a look: what came with it stays as it is. */
  readonly reduced: boolean;
}

/** What a person does besides, each once: not what a host step of the same remedy does already. */
export function byHandOf(parts: readonly Part[]): { readonly byHand?: readonly string[] } {
  const steps = parts.flatMap(({ remedy, changes }) =>
    (remedy.steps ?? []).filter((text) => !changes.some((change) => isToldIn(text, change))),
  );
  return steps.length === 0 ? {} : { byHand: [...new Set(steps)] };
}

function isToldIn(text: string, change: Change): boolean {
  return change.target === "dataset" && text.includes(`zfs set ${change.key}=${change.to} ${change.dataset}`);
}

export function safetyOf(parts: readonly Part[]): Safety {
  return parts.some(({ remedy }) => remedy.safety === "review") ? "review" : "safe";
}

/** Without what wants a person's look first: `cache=none` alone, where that is what the remedy is about. */
export function safePart(finding: Finding, remedy: ChangeRemedy): Part | undefined {
  const cache = remedy.changes.find((change) => change.target === "drive" && change.key === "cache");
  const others = remedy.changes.filter((change) => change !== cache);
  // With a dataset's property it belongs together: alone it would make the guest slower.
  const onlyAio = others.every((change) => change.target === "drive" && change.key === "aio");
  if (cache?.to !== "none" || !onlyAio || others.length === 0) return undefined;
  // What its aio would cost, nobody pays.
  const risks = remedy.risks.filter((risk) => !risk.includes("io_uring"));
  return {
    finding,
    remedy: { ...remedy, safety: "safe", changes: [cache], risks },
    changes: [cache],
    reduced: true,
  };
}
