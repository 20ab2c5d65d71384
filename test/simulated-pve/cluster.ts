import type { Access } from "./access.ts";
import type { NodeCertificate } from "./certificate.ts";
import type { ClusterState } from "./cluster-state.ts";
import type { Faults } from "./faults.ts";
import type { ReceivedRequest, TrafficLog } from "./traffic.ts";
import type { Workers } from "./workers.ts";

/** What the nodes of one simulated cluster share. */
export interface Cluster {
  readonly state: ClusterState;
  readonly access: Access;
  readonly faults: Faults;
  readonly traffic: TrafficLog;
  readonly workers: ReadonlyMap<string, Workers>;
  readonly certificates: Map<string, NodeCertificate>;
  /** Milliseconds that a worker is busy with a request. */
  readonly latency: (request: ReceivedRequest) => number;
}
