import { readDrive } from "../../src/model/syntax/drive-string.ts";
import { parseGuestConf, type Section } from "../../src/model/syntax/guest-conf.ts";
import { parseVolume, volumeName } from "../../src/model/syntax/volume-id.ts";
import { type ClusterState, guestFiles, type SimulatedVolume } from "./cluster-state.ts";
import { storagesOf, volumesKey } from "./storage-access.ts";

/** The volumes that guests name, each where it must be: the state has no other way to know of any. */
export function volumesOf(state: ClusterState): ReadonlyMap<string, SimulatedVolume[]> {
  const storages = new Map(storagesOf(state).map((storage) => [storage.id, storage]));
  const volumes = new Map<string, Map<string, SimulatedVolume>>();
  for (const { text, vmid, node } of guestFiles(state)) {
    for (const { file, size } of drivesOf(text)) {
      const volume = parseVolume(file);
      const storage = volume.kind === "volume" ? storages.get(volume.storage) : undefined;
      if (volume.kind !== "volume" || storage === undefined) continue;
      const { owner, format, content } = volumeName(storage.type, volume.name);
      const key = volumesKey(storage, node);
      const listed = volumes.get(key) ?? new Map<string, SimulatedVolume>();
      volumes.set(key, listed);
      if (listed.has(file)) continue;
      const isImage = content === "images";
      listed.set(file, {
        volid: file,
        format,
        size: size ?? 1_048_576,
        content: isImage ? "images" : "iso",
        ...(isImage ? { vmid: owner ?? vmid } : {}),
      });
    }
  }
  return new Map([...volumes].map(([key, listed]) => [key, [...listed.values()]]));
}

function drivesOf(text: string): readonly { readonly file: string; readonly size: number | undefined }[] {
  const conf = parseGuestConf(text);
  const sections: readonly Section[] = [
    conf.current,
    ...(conf.pending === undefined ? [] : [conf.pending]),
    ...conf.snapshots.values(),
  ];
  return sections.flatMap(({ entries }) =>
    [...entries.values()].flatMap(({ key, value, properties }) => {
      const reading = readDrive(key, value, properties);
      return reading.ok ? [reading.drive] : [];
    }),
  );
}
