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
  /** The mapping of its device, and the nodes that have one; undefined: none, or not known. */
  readonly mapped: { readonly id: string; readonly nodes: readonly string[] } | undefined;
}

/** Why a guest as wished cannot be made on a storage; none: it can. Where no guest can be, moving is no question. */
export function impossible(fit: Fit, wish: Pick<Wish, "mobility" | "intents">): readonly string[] {
  const { type } = fit.storage.entry;
  if (!isNewDiskType(type)) return [noNewDisks(type)];
  const reasons = unusable(fit);
  return reasons.length > 0 ? reasons : cannotMove(fit, wish);
}

/** The nodes that have a storage, and the device where one is mapped. */
export function nodesFor({ storage, mapped }: Fit, nodes: readonly string[]): readonly string[] {
  return nodesWith(storage, nodes).filter((node) => mapped === undefined || mapped.nodes.includes(node));
}

function nodesWith({ nodes: only }: ResolvedStorage, nodes: readonly string[]): readonly string[] {
  return nodes.filter((node) => only === undefined || only.has(node));
}

function unusable(fit: Fit): readonly string[] {
  const { storage, node } = fit;
  const { enabled, content } = storage;
  return [
    ...(enabled ? [] : ["disabled"]),
    ...(content.has("images") ? [] : ["its content has no images, so no disks of guests"]),
    ...(node === undefined ? nowhere(fit) : storage.nodes?.has(node) === false ? [`not on ${node}`] : []),
  ];
}

function nowhere(fit: Fit): readonly string[] {
  const { storage, nodes, mapped } = fit;
  if (nodes === undefined || nodesFor(fit, nodes).length > 0) return [];
  return mapped === undefined || nodesWith(storage, nodes).length === 0
    ? ["on no node of this cluster"]
    : [`on no node that has ${mapped.id} (${mapped.nodes.join(", ")})`];
}

function noNewDisks(type: string): string {
  if (type === "iscsi" || type === "iscsidirect")
    return `${type} hands out the LUNs of its target and makes no volumes: put an lvm storage on the LUN`;
  if (type === "cephfs" || type === "pbs" || type === "esxi") return `${type} holds no disks of guests`;
  if (type === "glusterfs") return "glusterfs is gone from Proxmox VE 9";
  return `of a type from outside Proxmox VE (${type}): only its plugin knows how its volumes are opened`;
}

function cannotMove(fit: Fit, { mobility, intents }: Pick<Wish, "mobility" | "intents">): readonly string[] {
  if (mobility === "pinned")
    return intents.includes("lane:local") && fit.storage.shared && fit.tie === undefined
      ? ["shared: it would be in the shared lane, and lane:local is declared"]
      : [];
  if (fit.tie !== undefined) return [fit.tie];
  if (fit.nodes?.length === 1) return ["the cluster has one node: nothing can move"];
  return mobility === "mobile" ? notMobile(fit) : noFailover(fit);
}

function notMobile(fit: Fit): readonly string[] {
  const { storage, nodes } = fit;
  if (!storage.shared)
    return [
      `not shared: the guest could not move${storage.entry.type === "zfspool" ? ", only fail over" : ""}`,
    ];
  const only = onlyOn(fit, nodes ?? [...(storage.nodes ?? [])]);
  return only === undefined ? [] : [`shared, but ${only}`];
}

/** Proxmox VE replicates zfspool volumes only (pve-storage Storage.pm volume_has_feature replicate, 9.1.7). */
function noFailover(fit: Fit): readonly string[] {
  const { storage, nodes } = fit;
  if (storage.entry.type !== "zfspool")
    return [
      storage.shared
        ? "shared: it needs no replica, and only zfspool volumes have one; ask for mobile"
        : "only zfspool volumes are replicated to another node",
    ];
  if (nodes === undefined) return ["which other node could hold a replica is not known: no list of nodes"];
  const only = onlyOn(fit, nodes);
  return only === undefined ? [] : [`${only}: no node for a replica`];
}

/** The one node it can be on, and whether the device is why. */
function onlyOn(fit: Fit, nodes: readonly string[]): string | undefined {
  const [first, ...others] = nodesFor(fit, nodes);
  if (first === undefined || others.length > 0) return undefined;
  const byDevice = nodesWith(fit.storage, nodes).length > 1;
  return `${byDevice && fit.mapped !== undefined ? `with ${fit.mapped.id} ` : ""}on ${first} only`;
}
