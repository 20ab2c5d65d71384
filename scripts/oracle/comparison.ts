import { readFileSync } from "node:fs";
import type { ClusterSnapshot } from "../../src/model/cluster.ts";
import type { ResolvedGuest } from "../../src/model/resolved.ts";
import { resolve } from "../../src/resolve/resolve.ts";

/** How a table of what Proxmox VE's own code did compares with what we say. */
export interface Comparison {
  readonly name: string;
  readonly rows: number;
  readonly agreed: number;
  readonly differences: readonly Difference[];
}

export interface Difference {
  readonly id: string;
  readonly expected: unknown;
  readonly got: unknown;
  /** Set where the two answer different questions: listed, and not counted as a disagreement. */
  readonly reason?: string;
}

export function compareRows<Row>(
  name: string,
  rows: readonly Row[],
  compare: (row: Row) => readonly Difference[],
): Comparison {
  const differences: Difference[] = [];
  let agreed = 0;
  for (const row of rows) {
    const found = compare(row);
    if (found.every(({ reason }) => reason !== undefined)) agreed++;
    differences.push(...found);
  }
  return { name, rows: rows.length, agreed, differences };
}

export function readJsonLines<Row>(path: string): readonly Row[] {
  return readFileSync(path, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Row); // test data of a known shape
}

/** The one guest of a cluster made of a config text and cluster files. */
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
    nodes: nodes.map((name) => ({ name })),
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
