import type { ClusterSnapshot } from "../model/cluster.ts";
import { type Fact, known, unknown } from "../model/fact.ts";
import { missingFile } from "../model/missing.ts";
import { entryOf, type Policy } from "../model/policy.ts";
import type { ResolvedStorage } from "../model/resolved.ts";
import { alwaysSharedTypes, type StorageEntry } from "../model/storage.ts";
import { readStorageCfg } from "../model/syntax/storage-cfg.ts";
import { placesIn } from "./places-in.ts";

/** The storages of the cluster; unknown when storage.cfg is not there to read. */
export function resolveStorages(
  snapshot: ClusterSnapshot,
  policy: Policy,
): Fact<ReadonlyMap<string, ResolvedStorage>> {
  const text = snapshot.files["storage.cfg"];
  if (text === undefined || text === null) return unknown(missingFile("storage.cfg"));
  const { entries } = readStorageCfg(text);
  const at = placesIn(snapshot, "storage.cfg");
  return known(new Map(entries.map((entry) => [entry.id, resolveStorage(entry, policy, at)])), "storage.cfg");
}

function resolveStorage(entry: StorageEntry, policy: Policy, at: (line: number) => string): ResolvedStorage {
  const { properties, type, id } = entry;
  const nodes = listOf(properties["nodes"]);
  return {
    entry,
    shared: alwaysSharedTypes.has(type) || properties["shared"] === "1",
    nodes: nodes.length === 0 ? undefined : new Set(nodes),
    enabled: properties["disable"] !== "1",
    content: new Set(
      properties["content"] === undefined ? defaultContent(type) : listOf(properties["content"]),
    ),
    volumeChain: properties["snapshot-as-volume-chain"] === "1",
    declared: entryOf(policy.storages, id) ?? {},
    source: entry.line === undefined ? "Proxmox VE's built-in local" : at(entry.line),
  };
}

function listOf(text: string | undefined): readonly string[] {
  return (text ?? "").split(/[\s,;]+/).filter((part) => part !== "");
}

/** What a storage may hold when `content` is absent (pve-storage plugins, 9.1.7). */
function defaultContent(type: string): readonly string[] {
  if (
    type === "iscsi" ||
    type === "iscsidirect" ||
    type === "nfs" ||
    type === "cifs" ||
    type === "lvm" ||
    type === "rbd"
  ) {
    return ["images"];
  }
  if (type === "pbs" || type === "cephfs") return ["backup"];
  return ["images", "rootdir"];
}
