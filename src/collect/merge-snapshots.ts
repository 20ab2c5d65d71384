import type { ClusterSnapshot, GuestSnapshot } from "../model/cluster.ts";
import { configDigest } from "../model/config-digest.ts";
import { Failure } from "../model/failure.ts";
import { guestsOfBoth } from "./guest-gaps.ts";
import { mergeFiles } from "./merge-files.ts";
import { mergeNodes } from "./merge-nodes.ts";
import { checkSameCluster } from "./same-cluster.ts";
import { sameConfig } from "./same-text.ts";

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
  const files = mergeFiles(earlier, later, differs);
  const nodes = mergeNodes(earlier.nodes, later.nodes, differs);
  const contradictions = [...(earlier.contradictions ?? []), ...(later.contradictions ?? []), ...differences];
  const folder = earlier.folder ?? later.folder;
  const guestsOf = guestsOfBoth(earlier, later);
  return {
    schema: later.schema,
    takenAt: earlier.takenAt > later.takenAt ? earlier.takenAt : later.takenAt,
    tool: later.tool,
    sources: [earlier, later].flatMap(({ sources, takenAt }) =>
      sources.map((source) => ({ takenAt, ...source })),
    ),
    ...(folder === undefined ? {} : { folder }),
    nodesComplete: earlier.nodesComplete || later.nodesComplete,
    ...(guestsOf === undefined ? {} : { guestsOf }),
    nodes,
    guests,
    containers: mergeContainers(earlier, later),
    ...files,
    ...laterJobs(earlier, later),
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
    else if (before === undefined && hasAllOf(guest.node, earlier))
      differs(`whether there is a guest ${guest.vmid}`);
    const same =
      before !== undefined && (sameConfig(before.config, guest.config) || sameDigest(before, guest));
    if (before !== undefined && !same) differs(`the config of guest ${guest.vmid}`);
    // the facts script masks passwords: of two alike the earlier may be the whole one, and the file itself says more than the API
    const exact = before?.digest !== undefined && guest.digest === undefined;
    if (!same || moved || before.node === null || exact) guests.set(guest.vmid, guest);
  }
  const seen = new Set(later.guests.map(({ vmid }) => vmid));
  for (const { vmid, node } of earlier.guests)
    if (!seen.has(vmid) && hasAllOf(node, later)) differs(`whether there is a guest ${vmid}`);
  return [...guests.values()];
}

/** What the API makes of a file can leave out what Proxmox VE skips; the digest is one over the file itself. */
function sameDigest(one: GuestSnapshot, other: GuestSnapshot): boolean {
  const digest = configDigest(one);
  return digest !== undefined && digest === configDigest(other);
}

/** Whether a source would have the guest if there were one on that node. */
const hasAllOf = (node: string | null, { nodesComplete, guestsOf }: ClusterSnapshot): boolean =>
  nodesComplete && (guestsOf === undefined || (node !== null && guestsOf.includes(node)));

/** A container's id says which is which; where it lies, the later reading knows. */
function mergeContainers(earlier: ClusterSnapshot, later: ClusterSnapshot): ClusterSnapshot["containers"] {
  return [...new Map([...earlier.containers, ...later.containers].map((one) => [one.vmid, one])).values()];
}

/** The later reading; one that failed takes nothing away. */
function laterJobs(
  { backupJobs: before }: ClusterSnapshot,
  { backupJobs: after }: ClusterSnapshot,
): Pick<ClusterSnapshot, "backupJobs"> {
  const jobs = after !== undefined && ("value" in after || before === undefined) ? after : before;
  return jobs === undefined ? {} : { backupJobs: jobs };
}

function distinct<T>(rows: readonly T[]): readonly T[] {
  return [...new Map(rows.map((row) => [JSON.stringify(row), row])).values()];
}
