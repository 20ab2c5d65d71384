import type { StorageDefaults } from "../model/drive.ts";
import type { NodeVersions } from "../model/resolved.ts";
import type { StorageEntry } from "../model/storage.ts";
import { type DefaultsPlace, defaultAio, defaultDirect, newestKnown } from "./pve-defaults.ts";

/** Where a version is not known, the newest known defaults are assumed; the report says so. */
function defaultsPlace(entry: StorageEntry | undefined, versions: NodeVersions | undefined): DefaultsPlace {
  return {
    storageType: entry?.type,
    krbd: entry?.type === "rbd" && entry.properties["krbd"] === "1",
    nocow: entry?.properties["nocow"] === "1",
    qemuServer: versions?.qemuServer.known ? versions.qemuServer.value : newestKnown.qemuServer,
    qemu: versions?.qemu.known ? versions.qemu.value : newestKnown.qemu,
  };
}

export type DefaultsOf = (
  entry: StorageEntry | undefined,
  versions: NodeVersions | undefined,
) => StorageDefaults;

/** Defaults by storage and node, each worked out once: comparing versions for every drive would cost most of a run. */
export function storageDefaults(): DefaultsOf {
  const known = new Map<NodeVersions | undefined, Map<StorageEntry | undefined, StorageDefaults>>();
  return (entry, versions) => {
    const ofNode = known.get(versions) ?? new Map<StorageEntry | undefined, StorageDefaults>();
    known.set(versions, ofNode);
    const defaults = ofNode.get(entry) ?? defaultsIn(defaultsPlace(entry, versions));
    ofNode.set(entry, defaults);
    return defaults;
  };
}

function defaultsIn(place: DefaultsPlace): StorageDefaults {
  return {
    direct: defaultDirect(place),
    aio: { direct: defaultAio(place, true), buffered: defaultAio(place, false) },
  };
}
