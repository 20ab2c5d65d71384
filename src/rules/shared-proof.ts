import type { StoragePage } from "../model/place-page.ts";
import type { ResolvedNode, ResolvedStorage } from "../model/resolved.ts";
import { alwaysSharedTypes } from "../model/storage.ts";
import { claimOf, differingGroups } from "./shared-claim.ts";

/** What the nodes show of a storage's claim to be shared, for a page about it. */
export function sharedProof(storage: ResolvedStorage, nodes: readonly ResolvedNode[]): StoragePage["proof"] {
  const { entry, shared } = storage;
  if (!shared) return { kind: "none", text: "each node has its own" };
  if (alwaysSharedTypes.has(entry.type)) return { kind: "none", text: `every ${entry.type} is shared` };
  if (nodes.length < 2) return { kind: "none", text: "one node uses it" };
  const claims = nodes.flatMap((node) => {
    const claim = claimOf(storage, node);
    return claim.known ? [claim.value] : [];
  });
  const local = claims.find(({ kind }) => kind === "local") ?? differingGroups(storage, nodes)?.claim;
  if (local !== undefined) return { kind: "disproven", text: local.text };
  const [first, second] = claims;
  return first !== undefined && second !== undefined
    ? { kind: "proven", text: first.text }
    : { kind: "open", text: "storage.cfg says so; what the nodes read does not prove it" };
}
