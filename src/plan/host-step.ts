import type { Finding } from "../model/audit-report.ts";
import { isHostChange } from "../model/change.ts";
import type { FindingRef, HostStep } from "../model/plan.ts";
import type { ResolvedCluster } from "../model/resolved.ts";
import { hostCommands } from "./host-commands.ts";
import { byHandOf, safetyOf } from "./part.ts";
import type { Target } from "./target.ts";

/** A property of the host with what undoes it, or why it is left to a person. */
export function hostStep(
  cluster: ResolvedCluster,
  target: Target,
  refOf: (finding: Finding) => FindingRef,
): HostStep | { readonly reason: string } {
  const { change, parts } = target;
  const where = isHostChange(change)
    ? hostCommands(cluster, change)
    : { reason: "it is no property of a host" };
  if ("reason" in where) return where;
  const effects = parts.map(({ remedy }) => remedy.takesEffect);
  return {
    id: target.id,
    ...where,
    clears: parts.map(({ finding }) => refOf(finding)),
    safety: safetyOf(parts),
    takesEffect: effects.includes("new-volumes-only") ? "new-volumes-only" : "at-once",
    risks: [...new Set(parts.flatMap(({ remedy }) => remedy.risks))],
    ...byHandOf(parts),
  };
}
