import type { SubjectRef } from "../model/audit-report.ts";
import { globMatches } from "../model/glob.ts";
import type { WaiverPlace } from "../model/policy.ts";
import type { ResolvedCluster, ResolvedDrive, ResolvedGuest, ResolvedVolume } from "../model/resolved.ts";

/** By what a finding can be named in `where`; a volume of two guests has two vmids. */
export type Places = Readonly<Record<keyof WaiverPlace, readonly string[]>>;

export type PlacesOf = (subject: SubjectRef, guest?: ResolvedGuest) => Places;

/** Looks subjects up in a cluster. `guest` is the one that was judged, where pending changes make it another. */
export function placesIn(cluster: ResolvedCluster): PlacesOf {
  const guests = new Map(cluster.guests.map((guest) => [guest.vmid, guest]));
  const volumes = new Map(cluster.volumes.map((volume) => [volumeKey(volume.volid, volume.node), volume]));
  return (subject, given) => {
    if (subject.volume !== undefined)
      return placesOfVolume(subject, volumes.get(volumeKey(subject.volume, subject.node)));
    const guest = given ?? (subject.vmid === undefined ? undefined : guests.get(subject.vmid));
    const drive = guest?.drives.find(({ key }) => key === subject.drive);
    return {
      vmid: texts(subject.vmid),
      tag: guest?.tags ?? [],
      drive: texts(subject.drive),
      storage: texts(subject.storage ?? (drive === undefined ? undefined : storageOf(drive))),
      node: texts(subject.node),
      pool: texts(subject.pool),
    };
  };
}

function placesOfVolume({ node }: SubjectRef, volume: ResolvedVolume | undefined): Places {
  const uses = volume?.uses ?? [];
  return {
    vmid: uses.map(({ guest }) => String(guest.vmid)),
    tag: uses.flatMap(({ guest }) => guest.tags),
    drive: uses.map(({ key }) => key),
    storage: texts(volume?.storage?.entry.id),
    node: node === undefined ? uses.flatMap(({ guest }) => guest.node ?? []) : [node],
    pool: [],
  };
}

const volumeKey = (volid: string, node: string | null | undefined): string => `${node ?? ""} ${volid}`;

/** By name, also where the storage is not defined. */
function storageOf({ volume, storage }: ResolvedDrive): string | undefined {
  return storage?.entry.id ?? (volume.kind === "volume" ? volume.storage : undefined);
}

function texts(value: string | number | undefined): readonly string[] {
  return value === undefined ? [] : [String(value)];
}

/** All that is given must match. */
export function holdsAt(where: WaiverPlace, places: Places): boolean {
  const given = Object.entries(where) as readonly [keyof WaiverPlace, string][]; // the keys of its type
  return given.every(([key, pattern]) => places[key].some((name) => globMatches(pattern, name)));
}
