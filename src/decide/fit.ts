import type { Wish } from "../model/decision.ts";
import type { ResolvedStorage } from "../model/resolved.ts";
import { isNewDiskType } from "./place.ts";

/** What has to be known of a storage to say whether a guest can be made on it. */
export interface Fit {
  readonly storage: ResolvedStorage;
  /** undefined: any node that has it. */
  readonly node: string | undefined;
  /** The cluster's nodes; undefined: not known. */
  readonly nodes: readonly string[] | undefined;
  /** Why its device ties the guest to a node; undefined: none does. */
  readonly tie: string | undefined;
}

/** Why a guest as wished cannot be made on a storage; none: it can. */
export function impossible(fit: Fit, wish: Pick<Wish, "mobility">): readonly string[] {
  return [...unusable(fit), ...cannotMove(fit, wish)];
}

/** The nodes that have a storage. */
export function nodesWith({ nodes: only }: ResolvedStorage, nodes: readonly string[]): readonly string[] {
  return nodes.filter((node) => only === undefined || only.has(node));
}

function unusable({ storage, node, nodes }: Fit): readonly string[] {
  const { entry, enabled, content } = storage;
  const nowhere = nodes !== undefined && nodesWith(storage, nodes).length === 0;
  return [
    ...(isNewDiskType(entry.type) ? [] : [noNewDisks(entry.type)]),
    ...(enabled ? [] : ["disabled"]),
    ...(content.has("images") ? [] : ["its content has no images, so no disks of guests"]),
    ...(node !== undefined && storage.nodes?.has(node) === false ? [`not on ${node}`] : []),
    ...(nowhere ? ["on no node of this cluster"] : []),
  ];
}

function noNewDisks(type: string): string {
  if (type === "iscsi" || type === "iscsidirect")
    return `${type} hands out the LUNs of its target and makes no volumes: put an lvm storage on the LUN`;
  if (type === "cephfs" || type === "pbs" || type === "esxi") return `${type} holds no disks of guests`;
  if (type === "glusterfs") return "glusterfs is gone from Proxmox VE 9";
  return `of a type from outside Proxmox VE (${type}): only its plugin knows how its volumes are opened`;
}

function cannotMove(fit: Fit, { mobility }: Pick<Wish, "mobility">): readonly string[] {
  if (mobility === "pinned") return [];
  if (fit.tie !== undefined) return [fit.tie];
  if (fit.nodes?.length === 1) return ["the cluster has one node: nothing can move"];
  return mobility === "mobile" ? notMobile(fit) : noFailover(fit);
}

function notMobile({ storage, nodes }: Fit): readonly string[] {
  if (!storage.shared)
    return [
      `not shared: the guest could not move${storage.entry.type === "zfspool" ? ", only fail over" : ""}`,
    ];
  const has = nodes === undefined ? [...(storage.nodes ?? [])] : nodesWith(storage, nodes);
  return has.length === 1 ? [`shared, but on ${has[0]} only`] : [];
}

/** Proxmox VE replicates zfspool volumes only (pve-storage Storage.pm volume_has_feature replicate, 9.1.7). */
function noFailover({ storage, nodes }: Fit): readonly string[] {
  if (storage.entry.type !== "zfspool")
    return [
      storage.shared
        ? "shared: it needs no replica, and only zfspool volumes have one; ask for mobile"
        : "only zfspool volumes are replicated to another node",
    ];
  if (nodes === undefined) return ["which other node could hold a replica is not known: no list of nodes"];
  const has = nodesWith(storage, nodes);
  return has.length === 1 ? [`on ${has[0]} only: no node for a replica`] : [];
}
