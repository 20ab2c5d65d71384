import type { Change } from "../model/change.ts";
import { atLeast } from "../model/debian-version.ts";
import { type Fact, known, unknown } from "../model/fact.ts";
import { missingDataset } from "../model/missing.ts";
import type { FileSystem, ResolvedDrive, ResolvedStorage } from "../model/resolved.ts";
import { poolOf } from "../resolve/medium.ts";
import { versionOf } from "./node-facts.ts";
import { missingAmong } from "./unknowns.ts";

/**
 * O_DIRECT on a file of a ZFS dataset. Measured on OpenZFS 2.4.4 and 2.1.11; Direct I/O came with 2.3.0, and 0.8.0 was
 * the first to accept the flag. Shared by drive/odirect-on-dataset-file and drive/cache-doubles-arc.
 */
export type OnDataset = Extract<FileSystem, { readonly kind: "zfs" }>;

/**
 * What becomes of the flag. `refused`: the open fails. `ignored`: served by ARC, because this ZFS has no Direct I/O.
 * `disabled`: served by ARC, because someone decided so. `bypasses-arc`: each request goes to the disks.
 */
export type DirectIo = "refused" | "ignored" | "disabled" | "bypasses-arc";

/** The dataset's `direct` decides by itself when it is there: a ZFS that answers it is 2.3 or later. */
export function directIoOf(drive: ResolvedDrive, { dataset, direct }: OnDataset): Fact<DirectIo> {
  const version = versionOf(drive.guest, "openzfs");
  if (direct.known && direct.value !== null) {
    return known(direct.value === "disabled" ? "disabled" : "bypasses-arc", direct.source);
  }
  if (version.known && !atLeast(version.value, "2.3")) {
    return known(atLeast(version.value, "0.8") ? "ignored" : "refused", version.source);
  }
  const property = direct.known ? unknown(missingDataset(drive.guest.node, dataset, "direct")) : direct;
  return unknown(...(missingAmong(property, version) ?? property.missing));
}

export function onDataset(drive: ResolvedDrive): OnDataset | undefined {
  const { fileSystem } = drive;
  return fileSystem.known && fileSystem.value?.kind === "zfs" ? fileSystem.value : undefined;
}

/** `direct=disabled` for the dataset a drive's file lies on. */
export function directDisabled(drive: ResolvedDrive, { dataset, direct }: OnDataset): Change {
  const from = direct.known ? direct.value : null;
  return { target: "dataset", node: drive.guest.node, dataset, key: "direct", from, to: "disabled" };
}

/** The way out that needs no property: the same bytes on a zvol or a thin LV of this node. */
export function moveToBlock(drive: ResolvedDrive): string {
  const { vmid } = drive.guest;
  const targets = blockStorages(drive);
  const names = targets.length === 0 ? "a zfspool or lvmthin storage" : targets.join(" or ");
  return `first choice: move the volume off the dataset, to ${names}: qm move-disk ${vmid} ${drive.key} ${targets[0] ?? "<storage>"}`;
}

/** Storages of the guest's node that hold a zvol or a thin LV: zvols on the file's own pool first. */
function blockStorages(drive: ResolvedDrive): readonly string[] {
  const { guest } = drive;
  const { storages } = guest.cluster;
  if (!storages.known) return [];
  const pool = poolOf(onDataset(drive)?.dataset ?? "");
  const ranked = [...storages.value.values()]
    .filter((storage) => isUsableOn(storage, guest.node))
    .map((storage) => ({ id: storage.entry.id, rank: rankOf(storage, pool) }))
    .filter(({ rank }) => rank < 3);
  return ranked
    .sort((a, b) => a.rank - b.rank)
    .map(({ id }) => id)
    .slice(0, 3);
}

function isUsableOn({ enabled, content, nodes }: ResolvedStorage, node: string | null): boolean {
  return enabled && content.has("images") && (nodes === undefined || (node !== null && nodes.has(node)));
}

function rankOf({ entry }: ResolvedStorage, pool: string): 0 | 1 | 2 | 3 {
  if (entry.type === "zfspool") return poolOf(entry.properties["pool"] ?? entry.id) === pool ? 0 : 1;
  return entry.type === "lvmthin" ? 2 : 3;
}

export function smallRecords({ dataset }: OnDataset): string {
  return `for files made from now on: zfs set recordsize=16K ${dataset}`;
}

/** What every clone inherits should be seen to boot once. */
export function testBoot({ guest }: ResolvedDrive): readonly string[] {
  const golden = guest.template || guest.intents.has("golden");
  return golden ? ["test-boot a clone afterwards: every later clone inherits this"] : [];
}

export const directIoRisks: readonly string[] = [
  "direct=disabled holds for every file of the dataset and of the datasets below it",
  "a moved volume leaves the old one behind as unusedN until it is removed",
];
