import type { ClusterFile, ClusterSnapshot, NodeSnapshot } from "../../src/model/cluster.ts";
import type { Policy } from "../../src/model/policy.ts";
import type { ResolvedDrive, ResolvedGuest } from "../../src/model/resolved.ts";
import { resolve } from "../../src/resolve/resolve.ts";
import { readExample } from "./example.ts";

/** The cluster of an example line without its verdict: `scsi0: tank:vm-101-disk-0 | @replicate pve2`. */
export function exampleOf(line: string): ClusterSnapshot {
  return readExample(`pass  ${line}`).snapshot;
}

/** Guest 101 of a cluster, resolved. */
export function guest101(snapshot: ClusterSnapshot, policy?: Policy): ResolvedGuest {
  const guest = resolve(snapshot, policy).guests.find(({ vmid }) => vmid === 101);
  if (guest === undefined) throw new Error("there is no guest 101");
  return guest;
}

/** Its first drive, or the one named. */
export function drive101(snapshot: ClusterSnapshot, key?: string, policy?: Policy): ResolvedDrive {
  const { drives } = guest101(snapshot, policy);
  const drive = drives.find((candidate) => key === undefined || candidate.key === key);
  if (drive === undefined) throw new Error(`guest 101 has no drive ${key ?? ""}`);
  return drive;
}

/** A cluster file with more text at its end. */
export function withText(snapshot: ClusterSnapshot, file: ClusterFile, text: string): ClusterSnapshot {
  return { ...snapshot, files: { ...snapshot.files, [file]: `${snapshot.files[file] ?? ""}\n${text}` } };
}

/** Every node with other facts. */
export function withFacts(snapshot: ClusterSnapshot, facts: Omit<NodeSnapshot, "name">): ClusterSnapshot {
  return { ...snapshot, nodes: snapshot.nodes.map((node) => ({ ...node, ...facts })) };
}
