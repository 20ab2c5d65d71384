import type { ClusterSnapshot } from "../../src/model/cluster.ts";
import type { ResolvedGuest } from "../../src/model/resolved.ts";
import { resolve } from "../../src/resolve/resolve.ts";

/** The packages the tables were recorded with. */
const packages = { "qemu-server": "9.2.6", "pve-qemu-kvm": "11.0.2-1" };

/** The one guest of a cluster made of a config text and cluster files, on the first node. */
export function resolveOne(
  vmid: number,
  config: string,
  files: ClusterSnapshot["files"],
  nodes: readonly string[] = ["pve1"],
): ResolvedGuest {
  const cluster = resolve({
    schema: "lanekeeper/snapshot/1",
    takenAt: "2026-01-01T00:00:00.000Z",
    tool: { name: "lanekeeper", version: "0" },
    sources: [],
    nodesComplete: true,
    nodes: nodes.map((name) => ({ name, packages: { value: packages, source: "recording" } })),
    guests: [{ vmid, node: nodes[0] ?? null, config, path: `${vmid}.conf` }],
    containers: [],
    files: {
      "replication.cfg": null,
      "ha/resources.cfg": null,
      "ha/rules.cfg": null,
      "ha/groups.cfg": null,
      ...files,
    },
    unreadable: [],
  });
  const guest = cluster.guests[0];
  if (guest === undefined) throw new Error("the guest was lost");
  return guest;
}
