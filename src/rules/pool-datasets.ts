import type { Change } from "../model/change.ts";
import { type Fact, known, type Missing, unknown } from "../model/fact.ts";
import { missingDataset } from "../model/missing.ts";
import type { Evidence } from "../model/outcome.ts";
import type { ResolvedVolume } from "../model/resolved.ts";
import type { ResolvedPool } from "../model/resolved-pool.ts";
import { currentUses } from "./volume-uses.ts";

/** Properties of the datasets that guests of a pool stand on. */

export interface DatasetValue {
  readonly dataset: string;
  readonly value: string;
  /** The dataset that sets it: this one, or one above. */
  readonly origin: string;
  /** Somebody set it, here or above. */
  readonly written: boolean;
}

export function propertyOf(
  { datasets, node }: ResolvedPool,
  dataset: string,
  key: string,
): Fact<DatasetValue> {
  if (!datasets.known) return unknown(missingDataset(node.name, dataset, key));
  const property = datasets.value.find(({ name }) => name === dataset)?.properties[key];
  if (property === undefined) return unknown(missingDataset(node.name, dataset, key));
  const { value, source } = property;
  const origin = /^inherited from (\S+)$/.exec(source)?.[1] ?? dataset;
  return known({ dataset, value, origin, written: source !== "default" && source !== "-" }, datasets.source);
}

/** The dataset of a guest's volume: the zvol itself, or what its file lies on. undefined: it cannot be told. */
export function datasetOf({ volid, storage, zvol, uses }: ResolvedVolume): string | undefined {
  if (storage?.entry.type === "zfspool") {
    const { properties, id } = storage.entry;
    return `${properties["pool"] ?? id}/${volid.slice(volid.indexOf(":") + 1)}`;
  }
  if (zvol.known && zvol.value !== null) return zvol.value.dataset;
  const fileSystem = uses[0].drive?.fileSystem;
  return fileSystem?.known === true && fileSystem.value?.kind === "zfs"
    ? fileSystem.value.dataset
    : undefined;
}

/** Volumes that a guest has in use, not unused disks or what only a snapshot knows. */
export function volumesInUse({ volumes }: ResolvedPool): readonly ResolvedVolume[] {
  return volumes.filter((volume) => currentUses(volume).length > 0);
}

/** What files of guests on the node lie on, where that is not known: it may be this pool. */
export function filesPerhapsOn({ node }: ResolvedPool): readonly Fact<unknown>[] {
  const drives = node.cluster.guests.filter(({ onNode }) => onNode === node).flatMap((guest) => guest.drives);
  return drives.map(({ fileSystem }) => fileSystem).filter(({ known: isKnown }) => !isKnown);
}

/** The root, the datasets of storages, and those of guests' volumes. */
function guestDatasets(pool: ResolvedPool): readonly string[] {
  const ofStorages = pool.storages.map(({ entry }) => entry.properties["pool"] ?? entry.id);
  const ofVolumes = volumesInUse(pool).flatMap((volume) => datasetOf(volume) ?? []);
  return [...new Set([pool.name, ...ofStorages, ...ofVolumes])];
}

export interface DatasetReading {
  readonly wrong: readonly DatasetValue[];
  readonly missing: readonly Missing[];
}

/**
 * What of a property is wrong on the datasets that guests of the pool stand on. Which those are, storage.cfg says, and
 * of files the mounts: where those are missing, another dataset of the pool with a wrong value may be one of them.
 */
export function wrongOn(
  pool: ResolvedPool,
  key: string,
  isWrong: (value: string) => boolean,
): DatasetReading {
  const names = guestDatasets(pool);
  const values = names.map((dataset) => propertyOf(pool, dataset, key));
  const others = pool.datasets.known ? pool.datasets.value.filter(({ name }) => !names.includes(name)) : [];
  const doubtful = others.some(({ properties }) => {
    const value = properties[key]?.value;
    return value !== undefined && isWrong(value);
  });
  const doubts = [pool.node.cluster.storages, ...(doubtful ? filesPerhapsOn(pool) : [])];
  return {
    wrong: values.flatMap((value) => (value.known && isWrong(value.value.value) ? [value.value] : [])),
    missing: [...values, ...doubts].flatMap((value) => (value.known ? [] : value.missing)),
  };
}

type Values = readonly [DatasetValue, ...DatasetValue[]];

/** Repairs a property where it was set: what stands below inherits it again. */
export function datasetChanges(
  pool: ResolvedPool,
  key: string,
  wrong: Values,
  to: string,
): readonly [Change, ...Change[]] {
  const change = ({ origin, value }: DatasetValue): Change => ({
    target: "dataset",
    node: pool.node.name,
    dataset: origin,
    key,
    from: value,
    to,
  });
  const [first, ...more] = new Map(wrong.map((one) => [one.origin, one])).values();
  return [change(first ?? wrong[0]), ...more.map(change)];
}

export function datasetEvidence(pool: ResolvedPool, key: string, wrong: Values): readonly Evidence[] {
  const source = pool.datasets.known ? pool.datasets.source : "zfs get";
  return wrong.map(({ dataset, value, origin }) => ({
    fact: `${key} of ${dataset}`,
    value: origin === dataset ? value : `${value} (inherited from ${origin})`,
    source,
    node: pool.node.name,
  }));
}

/** `tank/a, tank/b and 3 more` */
export function namesText(names: readonly string[], shown = 2): string {
  const more = names.length - shown;
  return more > 0 ? `${names.slice(0, shown).join(", ")} and ${more} more` : names.join(", ");
}

/** The first entry of a list apart from the rest, so that the type knows there is one. */
export function atLeastOne<T>(list: readonly T[]): readonly [T, ...T[]] | undefined {
  const [first, ...more] = list;
  return first === undefined ? undefined : [first, ...more];
}
