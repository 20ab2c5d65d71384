import {
  type ClusterFile,
  type ClusterSnapshot,
  clusterFiles,
  type GuestSnapshot,
} from "../model/cluster.ts";
import { Failure } from "../model/failure.ts";
import { mergeNodes } from "./merge-nodes.ts";
import { checkSameCluster } from "./same-cluster.ts";
import { sameConfig, sameFile } from "./same-text.ts";

/** Several sources as one cluster: of two readings of a thing the later one counts, and where they differ it is said. */
export function mergeSnapshots(snapshots: readonly ClusterSnapshot[]): ClusterSnapshot {
  const [first, ...others] = snapshots;
  if (first === undefined) throw new Failure("no-source", "no source was given");
  return others.reduce(mergeTwo, first);
}

function mergeTwo(earlier: ClusterSnapshot, later: ClusterSnapshot): ClusterSnapshot {
  checkSameCluster(earlier, later);
  const between = `${namesOf(earlier)} and ${namesOf(later)}`;
  const differences: string[] = [];
  const differs = (what: string): void =>
    void differences.push(`${what} differs between ${between}; the later reading counts`);
  const guests = mergeGuests(earlier, later, differs);
  const files = mergeFiles(earlier.files, later.files, differs);
  const nodes = mergeNodes(earlier.nodes, later.nodes, differs);
  const contradictions = [...(earlier.contradictions ?? []), ...(later.contradictions ?? []), ...differences];
  const folder = earlier.folder ?? later.folder;
  return {
    schema: later.schema,
    takenAt: earlier.takenAt > later.takenAt ? earlier.takenAt : later.takenAt,
    tool: later.tool,
    sources: [earlier, later].flatMap(({ sources, takenAt }) =>
      sources.map((source) => ({ takenAt, ...source })),
    ),
    ...(folder === undefined ? {} : { folder }),
    nodesComplete: earlier.nodesComplete || later.nodesComplete,
    nodes,
    guests,
    containers: mergeContainers(earlier, later),
    files,
    unreadable: distinct([...earlier.unreadable, ...later.unreadable]),
    ...(contradictions.length === 0 ? {} : { contradictions }),
  };
}

const namesOf = ({ sources }: ClusterSnapshot): string =>
  [...new Set(sources.map(({ name }) => name))].join(", ");

/** By vmid. A guest that only one of them has is kept: it may have been made or removed in between, and is named. */
function mergeGuests(
  earlier: ClusterSnapshot,
  later: ClusterSnapshot,
  differs: (what: string) => void,
): readonly GuestSnapshot[] {
  const guests = new Map(earlier.guests.map((guest) => [guest.vmid, guest]));
  for (const guest of later.guests) {
    const before = guests.get(guest.vmid);
    const moved =
      before !== undefined && before.node !== null && guest.node !== null && before.node !== guest.node;
    if (moved) differs(`the node of guest ${guest.vmid} (${before.node}, ${guest.node})`);
    else if (before === undefined && earlier.nodesComplete) differs(`whether there is a guest ${guest.vmid}`);
    const same = before !== undefined && sameConfig(before.config, guest.config);
    if (before !== undefined && !same) differs(`the config of guest ${guest.vmid}`);
    // the facts script masks passwords: of two alike the earlier may be the whole one
    if (!same || moved || before.node === null) guests.set(guest.vmid, guest);
  }
  const seen = new Set(later.guests.map(({ vmid }) => vmid));
  if (later.nodesComplete)
    for (const { vmid } of earlier.guests) if (!seen.has(vmid)) differs(`whether there is a guest ${vmid}`);
  return [...guests.values()];
}

/** A container's id says which is which; where it lies, the later reading knows. */
function mergeContainers(earlier: ClusterSnapshot, later: ClusterSnapshot): ClusterSnapshot["containers"] {
  return [...new Map([...earlier.containers, ...later.containers].map((one) => [one.vmid, one])).values()];
}

/** A file that a source could not read, or did not look for, leaves what the other says. */
function mergeFiles(
  earlier: ClusterSnapshot["files"],
  later: ClusterSnapshot["files"],
  differs: (what: string) => void,
): ClusterSnapshot["files"] {
  const files: Partial<Record<ClusterFile, string | null>> = {};
  for (const name of clusterFiles) {
    const [before, after] = [earlier[name], later[name]];
    const same = before !== undefined && after !== undefined && sameFile(name, before, after);
    if (before !== undefined && after !== undefined && !same) differs(name);
    const text = same ? before : (after ?? (after === null ? null : before));
    if (text !== undefined) files[name] = text;
  }
  return files;
}

function distinct<T>(rows: readonly T[]): readonly T[] {
  return [...new Map(rows.map((row) => [JSON.stringify(row), row])).values()];
}
