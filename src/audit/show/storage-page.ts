import type { Finding } from "../../model/audit-report.ts";
import type { Medium } from "../../model/drive.ts";
import type { NewDriveDefaults, StoragePage, StoragePlace } from "../../model/place-page.ts";
import type { Policy } from "../../model/policy.ts";
import type { ResolvedCluster, ResolvedNode, ResolvedStorage } from "../../model/resolved.ts";
import { parseVolume } from "../../model/syntax/volume-id.ts";
import { blockDriver } from "../../resolve/backing.ts";
import { newestKnown } from "../../resolve/pve-defaults.ts";
import { driveSettings } from "../../resolve/settings.ts";
import { storageDefaults } from "../../resolve/storage-defaults.ts";
import { sharedProof } from "../../rules/shared-proof.ts";
import { pageBackups } from "./guest-page.ts";
import { diskBelow } from "./page-disk.ts";
import { guestsOn } from "./page-guests.ts";
import { storageHops } from "./topology.ts";

/** What is known of one storage: its definition, what carries it on each node, and who is on it. */
export function storagePage(
  storage: ResolvedStorage,
  cluster: ResolvedCluster,
  findings: readonly Finding[],
  policy: Policy,
): StoragePage {
  const { entry, enabled, content, shared, source } = storage;
  const own = cluster.volumes.filter((volume) => volume.storage === storage);
  const onNodes = cluster.nodes.filter(({ name }) => storage.nodes?.has(name) !== false);
  return {
    id: entry.id,
    type: entry.type,
    source,
    enabled,
    nodes: storage.nodes === undefined ? null : [...storage.nodes],
    content: [...content],
    shared,
    proof: sharedProof(storage, onNodes),
    options: shownOptions(storage),
    places: onNodes.map((node) => placeOn(node, storage, policy)),
    backups: pageBackups(
      cluster,
      (job) =>
        job.storage === entry.id || (job.fleecing?.enabled === true && job.fleecing.storage === entry.id),
    ),
    guests: guestsOn(own, findings),
  };
}

/** Only these: a storage may carry a secret under a key nobody thought of. */
const decisive = [
  "pool",
  "sparse",
  "blocksize",
  "mountpoint",
  "vgname",
  "thinpool",
  "base",
  "snapshot-as-volume-chain",
  "saferemove",
  "path",
  "is_mountpoint",
  "preallocation",
  "nocow",
  "server",
  "export",
  "share",
  "portal",
  "target",
  "monhost",
  "krbd",
] as const;

function shownOptions({ entry }: ResolvedStorage): Readonly<Record<string, string>> {
  const given = decisive.flatMap((key): readonly (readonly [string, string])[] => {
    const value = entry.properties[key];
    return value === undefined ? [] : [[key, value]];
  });
  // Absent means thick, which people do not expect of ZFS.
  const thick = entry.type === "zfspool" && entry.properties["sparse"] === undefined;
  return Object.fromEntries(thick ? [...given, ["sparse", "0"]] : given);
}

function placeOn(node: ResolvedNode, storage: ResolvedStorage, policy: Policy): StoragePlace {
  const { storages } = node.cluster;
  const row = node.storageUsage.known
    ? node.storageUsage.value.find((usage) => usage.storage === storage.entry.id)
    : undefined;
  return {
    node: node.name,
    topology: storageHops(storage, { node, policy, storages: storages.known ? storages.value : new Map() }),
    usage: row === undefined ? null : { active: row.active, total: row.total, used: row.used },
    medium: mediumOn(node, storage, policy),
    defaults: newDrive(node, storage),
  };
}

/** Of the pool or the volume group below; else as the drives that are there already tell. */
function mediumOn(node: ResolvedNode, storage: ResolvedStorage, policy: Policy): Medium | "unknown" {
  if (storage.declared.medium !== undefined) return storage.declared.medium;
  const pool = node.cluster.pools.find((one) => one.node === node && one.storages.includes(storage));
  if (pool?.medium.known === true) return pool.medium.value;
  const group = mediumOfGroup(node, storage, policy);
  if (group !== "unknown") return group;
  const drives = node.cluster.guests
    .filter((guest) => guest.onNode === node)
    .flatMap((guest) => guest.drives.filter((drive) => drive.storage === storage));
  const told = drives.find(({ medium }) => medium.known)?.medium;
  return told?.known === true ? told.value : "unknown";
}

/** Known when all physical volumes are alike. */
function mediumOfGroup(node: ResolvedNode, { entry }: ResolvedStorage, policy: Policy): Medium | "unknown" {
  const { volumeGroups } = node;
  const group = volumeGroups.known
    ? volumeGroups.value.find(({ name }) => name === entry.properties["vgname"])
    : undefined;
  const media = new Set(group?.physicalVolumes.map((path) => diskBelow(path, node, policy).medium));
  const [only = "unknown", ...others] = media;
  return others.length === 0 ? only : "unknown";
}

function newDrive({ versions }: ResolvedNode, storage: ResolvedStorage): NewDriveDefaults | null {
  const { entry } = storage;
  const driver = blockDriver(parseVolume(`${entry.id}:new`), storage);
  if (!driver.known) return null;
  const qemu = versions.qemu.known ? versions.qemu.value : newestKnown.qemu;
  const { cache, aio } = driveSettings(
    {},
    {
      defaults: storageDefaults()(entry, versions),
      bus: "scsi",
      scsihw: "virtio-scsi-single",
      machineMajor: Number.parseInt(qemu, 10),
      driver: driver.value,
    },
  );
  const assumed = !versions.qemu.known || !versions.qemuServer.known;
  return {
    cache: { value: cache.value, because: cache.because },
    aio: { value: aio.value, because: aio.because },
    assumed,
  };
}
