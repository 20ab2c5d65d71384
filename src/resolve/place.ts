import type { NodeVersions } from "../model/resolved.ts";
import type { StorageEntry } from "../model/storage.ts";
import { type DefaultsPlace, newestKnown } from "./pve-defaults.ts";

/** Where a version is not known, the newest known defaults are assumed; the report says so. */
export function defaultsPlace(
  entry: StorageEntry | undefined,
  versions: NodeVersions | undefined,
): DefaultsPlace {
  return {
    storageType: entry?.type,
    krbd: entry?.type === "rbd" && entry.properties["krbd"] === "1",
    nocow: entry?.properties["nocow"] === "1",
    qemuServer: versions?.qemuServer.known ? versions.qemuServer.value : newestKnown.qemuServer,
    qemu: versions?.qemu.known ? versions.qemu.value : newestKnown.qemu,
  };
}
