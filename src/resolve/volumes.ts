import type { Dataset } from "../model/cluster.ts";
import { type Fact, known, mapFact, unknown } from "../model/fact.ts";
import { missingStorage, missingVdevs, missingZvol, staleZvol } from "../model/missing.ts";
import type {
  OtherVolume,
  ResolvedCluster,
  ResolvedDrive,
  ResolvedGuest,
  ResolvedVolume,
  VolumeUse,
  ZvolProperties,
} from "../model/resolved.ts";
import { ownName } from "../model/syntax/volume-id.ts";
import { poolOf } from "./medium.ts";
import type { NodeEvidence } from "./node-evidence.ts";
import { existsOnNode, identityOf, otherIdentityOf } from "./volume-identity.ts";

/** Every volume, LUN or disk that a guest names, with all lines that name it. */
export function resolveVolumes(
  cluster: ResolvedCluster,
  evidence: ReadonlyMap<string, NodeEvidence>,
): readonly ResolvedVolume[] {
  const found = new Map<string, { volume: ResolvedVolume; uses: [VolumeUse, ...VolumeUse[]] }>();
  const add = (guest: ResolvedGuest, line: ResolvedDrive | OtherVolume): void => {
    const { volume } = line;
    if (volume.kind === "none" || ("role" in line && line.role === "cdrom")) return;
    const onNode = guest.node === null ? undefined : evidence.get(guest.node);
    const id = identityOf(line, guest, onNode);
    const use = useOf(guest, line);
    const there = found.get(id) ?? onSameNode(guest, found.get(otherIdentityOf(line, guest, onNode) ?? id));
    if (there !== undefined) there.uses.push(use);
    else {
      const uses: [VolumeUse, ...VolumeUse[]] = [use];
      const volid = volume.kind === "volume" ? `${volume.storage}:${ownName(volume.name)}` : volume.text;
      const node = existsOnNode(line) ? guest.node : null;
      const zvol = zvolOf(line, guest, onNode);
      const vdevs = vdevsOf(line, guest, onNode);
      found.set(id, { uses, volume: { cluster, volid, storage: line.storage, node, uses, zvol, vdevs } });
    }
  };
  for (const guest of cluster.guests) {
    for (const drive of guest.drives) add(guest, drive);
    for (const volume of guest.volumes) add(guest, volume);
  }
  return [...found.values()].map(({ volume }) => volume);
}

/** Of two lines with one path on one node, one may say shared=1: it is the same disk all the same. */
function onSameNode<T extends { readonly uses: readonly VolumeUse[] }>(
  { node }: ResolvedGuest,
  found: T | undefined,
): T | undefined {
  return found?.uses.some((use) => use.guest.node === node) === true ? found : undefined;
}

function useOf(guest: ResolvedGuest, line: ResolvedDrive | OtherVolume): VolumeUse {
  return "role" in line
    ? { guest, key: line.key, role: line.role, drive: undefined, source: line.source }
    : { guest, key: line.key, role: "drive", drive: line, source: line.source };
}

type Line = ResolvedDrive | OtherVolume;

function zvolOf(
  line: Line,
  guest: ResolvedGuest,
  onNode: NodeEvidence | undefined,
): Fact<ZvolProperties | null> {
  const name = zvolName(line);
  if (!name.known) return name;
  if (name.value === null) return known(null, name.source);
  const dataset = name.value;
  const pool = poolOf(dataset);
  const row = onNode?.datasetOf(dataset, "volblocksize") ?? unknown(missingZvol(guest.node, pool));
  // One fact for all zvols of a pool: the same command answers for each of them.
  if (!row.known) return unknown({ ...row.missing[0], fact: missingZvol(guest.node, pool).fact });
  if (row.value === undefined) return unknown(staleZvol(guest.node, pool, row.source));
  return mapFact(row, (found) => zvolProperties(dataset, found));
}

function vdevsOf(
  line: Line,
  guest: ResolvedGuest,
  onNode: NodeEvidence | undefined,
): ResolvedVolume["vdevs"] {
  const name = zvolName(line);
  if (!name.known) return name;
  if (name.value === null) return known(null, name.source);
  const pool = poolOf(name.value);
  const vdevs = onNode?.vdevsOf(pool) ?? unknown(missingVdevs(guest.node, pool));
  return vdevs.known
    ? vdevs.value === undefined
      ? unknown(missingVdevs(guest.node, pool))
      : known(vdevs.value, vdevs.source)
    : vdevs;
}

/** The dataset of a zvol; null: it is none; unknown where the storage is not defined. */
function zvolName(line: Line): Fact<string | null> {
  const { storage, volume, source } = line;
  if (volume.kind !== "volume") return known(/^\/dev\/zvol\/(.+)$/.exec(volume.text)?.[1] ?? null, source);
  if (storage === undefined) return unknown(missingStorage(volume.storage));
  if (storage.entry.type !== "zfspool") return known(null, storage.source);
  return known(
    `${storage.entry.properties["pool"] ?? storage.entry.id}/${ownName(volume.name)}`,
    storage.source,
  );
}

function zvolProperties(dataset: string, row: Dataset | undefined): ZvolProperties {
  const bytes = (key: string): number | undefined => {
    const value = row?.properties[key]?.value;
    if (value === undefined || value === "-") return undefined;
    return value === "none" ? 0 : Number(value);
  };
  return {
    dataset,
    volblocksize: bytes("volblocksize"),
    volsize: bytes("volsize"),
    refreservation: bytes("refreservation"),
  };
}
