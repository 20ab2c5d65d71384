import { type ClusterSnapshot, collect } from "../../src/index.ts";
import { demoCluster } from "../support/fake-node.ts";

/** The demo cluster as a snapshot, to make a running one of it. */
export function demoSnapshot(): Promise<ClusterSnapshot> {
  return collect(demoCluster, {
    tool: { name: "lanekeeper", version: "0" },
    now: "2026-11-22T10:00:00.000Z",
    stdin: async () => new Uint8Array(),
  });
}
