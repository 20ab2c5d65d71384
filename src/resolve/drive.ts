import type { Bus } from "../model/drive.ts";
import { type Fact, known, mapFact, unknown } from "../model/fact.ts";
import { missingFile, missingSharing, missingStorage } from "../model/missing.ts";
import type {
  OtherVolume,
  ResolvedDrive,
  ResolvedGuest,
  ResolvedStorage,
  VolumeRole,
} from "../model/resolved.ts";
import { ownTypes } from "../model/storage.ts";
import type { Drive } from "../model/syntax/drive-string.ts";
import { parseVolume, type Volume, volumeName } from "../model/syntax/volume-id.ts";
import { backingOf, blockDriver } from "./backing.ts";
import { fileSystemOf } from "./file-system.ts";
import type { DeclaredIntents } from "./intents.ts";
import { mediumOf } from "./medium.ts";
import type { NodeEvidence } from "./node-evidence.ts";
import { driveSettings } from "./settings.ts";
import type { DefaultsOf } from "./storage-defaults.ts";

/** What a guest's drives are resolved against. */
export interface DrivePlace {
  readonly guest: ResolvedGuest;
  readonly storages: Fact<ReadonlyMap<string, ResolvedStorage>>;
  readonly evidence: NodeEvidence | undefined;
  readonly defaultsOf: DefaultsOf;
  readonly intents: DeclaredIntents;
}

export interface DriveLine {
  readonly drive: Drive;
  readonly text: string;
  readonly source: string;
}

export function resolveDrive(line: DriveLine, bus: Bus, place: DrivePlace): ResolvedDrive {
  const { guest } = place;
  const { options, index, key } = line.drive;
  const base = resolvePlaced(line, place);
  const { volume, storage } = base;
  const fileSystem = fileSystemOf(volume, storage, guest.node, place.evidence);
  const format = formatOf(volume, storage, options["format"]);
  const driver = blockDriver(volume, storage);
  const defaults = place.defaultsOf(storage?.entry, guest.onNode?.versions);
  return {
    guest,
    intents: place.intents.ofDrive(guest.vmid, key, guest.intents),
    key,
    bus,
    index,
    ...base,
    options,
    backing: backingOf(volume, storage, format, fileSystem),
    driver,
    fileSystem,
    onZfs: onZfs(volume, storage, fileSystem),
    medium: mediumOf({ volume, storage, fileSystem, node: guest.node, evidence: place.evidence }),
    format,
    defaults,
    settings: driver.known
      ? known(
          driveSettings(options, {
            defaults,
            bus,
            scsihw: guest.option("scsihw"),
            machineMajor: guest.machine.major,
            driver: driver.value,
          }),
          driver.source,
        )
      : driver,
  };
}

export function resolveOtherVolume(line: DriveLine, role: VolumeRole, place: DrivePlace): OtherVolume {
  const { key } = line.drive;
  return { key, role, ...resolvePlaced(line, place) };
}

type PlacedParts = Pick<ResolvedDrive, "text" | "source" | "volume" | "storage" | "shared" | "replicated">;

/** What drives and other volumes have in common: where the volume is, and who else can reach it. */
function resolvePlaced({ drive, text, source }: DriveLine, place: DrivePlace): PlacedParts {
  const volume = parseVolume(drive.file, { vmid: place.guest.vmid, cdrom: drive.media === "cdrom" });
  const storage = storageOf(volume, place.storages);
  return {
    text,
    source,
    volume,
    storage,
    shared: sharedOf(volume, storage, drive.options, place.storages, source),
    replicated: replicatedOf(volume, storage, drive.options, place),
  };
}

function storageOf(volume: Volume, storages: DrivePlace["storages"]): ResolvedStorage | undefined {
  return volume.kind === "volume" && storages.known ? storages.value.get(volume.storage) : undefined;
}

function sharedOf(
  volume: Volume,
  storage: ResolvedStorage | undefined,
  options: Drive["options"],
  storages: DrivePlace["storages"],
  source: string,
): Fact<boolean> {
  if (volume.kind === "none") return known(true, source);
  if (options["shared"] === "1") return known(true, source);
  if (volume.kind === "path") return known(false, source);
  if (storage !== undefined) return sharedStorage(storage);
  return storages.known ? unknown(missingStorage(volume.storage)) : unknown(missingFile("storage.cfg"));
}

/** A plugin from outside may share its storage without a word in storage.cfg. */
function sharedStorage({ entry, shared, source }: ResolvedStorage): Fact<boolean> {
  return shared || ownTypes.has(entry.type)
    ? known(shared, source)
    : unknown(missingSharing(entry.id, entry.type));
}

/** Replication copies zfspool volumes only, unless the drive opts out (pve-guest-common ReplicationConfig.pm). */
function replicatedOf(
  volume: Volume,
  storage: ResolvedStorage | undefined,
  options: Drive["options"],
  { guest, storages }: DrivePlace,
): Fact<boolean> {
  // Of what type the storage is, only storage.cfg says.
  if (volume.kind === "volume" && !storages.known && options["replicate"] !== "0")
    return unknown(missingFile("storage.cfg"));
  if (storage?.entry.type !== "zfspool" || options["replicate"] === "0")
    return known(false, storage?.source ?? guest.file);
  return mapFact(guest.replication, (jobs) => jobs.some((job) => job.enabled));
}

/** By volume name; for an absolute path, `format=` or raw: Proxmox VE never looks into the file. */
function formatOf(volume: Volume, storage: ResolvedStorage | undefined, written: string | undefined): string {
  return volume.kind === "volume" ? volumeName(storage?.entry.type, volume.name).format : (written ?? "raw");
}

function onZfs(
  volume: Volume,
  storage: ResolvedStorage | undefined,
  fileSystem: ResolvedDrive["fileSystem"],
): Fact<boolean> {
  if (storage?.entry.type === "zfspool" || volume.text.startsWith("/dev/zvol/"))
    return known(true, storage?.source ?? volume.text);
  return mapFact(fileSystem, (found) => found?.kind === "zfs");
}
