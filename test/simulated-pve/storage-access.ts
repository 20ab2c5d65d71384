import { alwaysSharedTypes, type StorageEntry } from "../../src/model/storage.ts";
import { splitList } from "../../src/model/syntax/split-list.ts";
import { readStorageCfg } from "../../src/model/syntax/storage-cfg.ts";
import type { ClusterState } from "./cluster-state.ts";

export function storagesOf(state: ClusterState): readonly StorageEntry[] {
  return readStorageCfg(state.files.get("storage.cfg") ?? "").entries;
}

export function isShared({ type, properties }: StorageEntry): boolean {
  return alwaysSharedTypes.has(type) || properties["shared"] === "1";
}

export function isDisabled({ properties }: StorageEntry): boolean {
  return properties["disable"] === "1";
}

export function isOn({ properties }: StorageEntry, node: string): boolean {
  return properties["nodes"] === undefined || splitList(properties["nodes"]).includes(node);
}

/** Where its volumes are kept in the state. */
export function volumesKey(storage: StorageEntry, node: string): string {
  return isShared(storage) ? storage.id : `${storage.id}@${node}`;
}
