import type { AuditOptions } from "../audit/audit.ts";
import type { ClusterSnapshot } from "../model/cluster.ts";
import type { Wish } from "../model/decision.ts";
import type { Policy } from "../model/policy.ts";

/** What is asked of `decide`, and where. */
export interface NewGuestRequest extends Pick<AuditOptions, "tool" | "generatedAt"> {
  /** undefined: no cluster; `storage` is then a type. */
  readonly snapshot: ClusterSnapshot | undefined;
  readonly policy?: Policy;
  readonly wish: Wish;
  /** An id, or a type; undefined: the best one of the cluster. */
  readonly storage?: string;
  /** Taken where it fits and none was named. */
  readonly preferred?: string;
  readonly node?: string;
  readonly vmid?: number;
}
