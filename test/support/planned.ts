import type { AuditOptions } from "../../src/audit/audit.ts";
import type { ClusterSnapshot } from "../../src/model/cluster.ts";
import type { Plan } from "../../src/model/plan.ts";
import { defaultPolicy } from "../../src/model/policy.ts";
import { type PlanChoice, planCluster } from "../../src/narrator/plan-cluster.ts";
import { exampleOf } from "./resolved-example.ts";

type Choice = Partial<PlanChoice> &
  Pick<AuditOptions, "policy"> & { readonly rules?: (id: string) => boolean };

/** The plan of a cluster, for what concerns its guests unless `rules` says otherwise. */
export function planOf(
  snapshot: ClusterSnapshot,
  { rules = ofGuests, policy = defaultPolicy, safeOnly = false, ...rest }: Choice = {},
): Plan {
  const options = {
    tool: { name: "l", version: "0" },
    generatedAt: "2026-11-22T10:00:00Z",
    sources: [],
    rules,
    policy,
  };
  return planCluster(snapshot, options, { safeOnly, ...rest });
}

/** The plan of an example line: `scsi0: tank:vm-101-disk-0 | balloon: 0`. */
export const planOfLine = (line: string, choice?: Choice): Plan => planOf(exampleOf(line), choice);

const ofGuests = (id: string): boolean => /^(drive|guest)\//.test(id);
