import { sha256 } from "@noble/hashes/sha2";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils";
import type { SubjectRef } from "../model/audit-report.ts";
import type {
  ResolvedDrive,
  ResolvedGuest,
  ResolvedNode,
  ResolvedVolume,
  UnreadableDrive,
} from "../model/resolved.ts";
import type { ResolvedPool, StorageSubject } from "../model/resolved-pool.ts";
import type { JudgedKind, Subjects } from "../model/rule.ts";

const onNode = (node: string | null): { node?: string } => (node === null ? {} : { node });

const refs: { readonly [K in JudgedKind]: (subject: Subjects[K]) => SubjectRef } = {
  drive: ({ guest, key }: ResolvedDrive) => ({
    kind: "drive",
    vmid: guest.vmid,
    drive: key,
    ...onNode(guest.node),
  }),
  guest: ({ vmid, node }: ResolvedGuest) => ({ kind: "guest", vmid, ...onNode(node) }),
  volume: ({ volid, node }: ResolvedVolume) => ({ kind: "volume", volume: volid, ...onNode(node) }),
  storage: ({ storage, node }: StorageSubject) => ({
    kind: "storage",
    storage: storage.entry.id,
    ...onNode(node?.name ?? null),
  }),
  pool: ({ name, node }: ResolvedPool) => ({ kind: "pool", pool: name, node: node.name }),
  node: ({ name }: ResolvedNode) => ({ kind: "node", node: name }),
};

export function refOf<K extends JudgedKind>(kind: K, subject: Subjects[K]): SubjectRef {
  return refs[kind](subject);
}

export function refOfUnreadable({ guest, key }: UnreadableDrive): SubjectRef {
  return { kind: "drive", vmid: guest.vmid, drive: key, ...onNode(guest.node) };
}

/** The keys that make a subject the same one in every run: a guest may move, so its node is not among them. */
function canonical(ref: SubjectRef): Readonly<Record<string, string | number | undefined>> {
  const { kind, vmid, drive, volume, storage, pool, node, waiver } = ref;
  if (kind === "guest") return { kind, vmid };
  if (kind === "drive") return { kind, vmid, drive };
  if (kind === "volume") return { kind, node, volume };
  if (kind === "policy") return { kind, waiver };
  return { kind, node, pool, storage };
}

/** Hex SHA-256 of a rule and a canonical subject. */
export function findingId(rule: string, ref: SubjectRef): string {
  return bytesToHex(sha256(utf8ToBytes(JSON.stringify([rule, canonical(ref)]))));
}
