import type { Dataset } from "../model/cluster.ts";
import { type Fact, known, mapFact, unknown } from "../model/fact.ts";
import { missingDataset } from "../model/missing.ts";
import type {
  OtherVolume,
  ResolvedCluster,
  ResolvedDrive,
  ResolvedGuest,
  ResolvedVolume,
  VolumeUse,
  ZvolProperties,
} from "../model/resolved.ts";
import { volumeName } from "../model/syntax/volume-id.ts";
import type { NodeEvidence } from "./node-evidence.ts";

/** Every volume, LUN or disk that a guest names, with all lines that name it. */
export function resolveVolumes(
  cluster: ResolvedCluster,
  evidence: ReadonlyMap<string, NodeEvidence>,
): readonly ResolvedVolume[] {
  const found = new Map<string, { volume: ResolvedVolume; uses: [VolumeUse, ...VolumeUse[]] }>();
  const add = (guest: ResolvedGuest, line: ResolvedDrive | OtherVolume): void => {
    const { volume, shared } = line;
    if (volume.kind === "none" || ("role" in line && line.role === "cdrom")) return;
    const volid = volume.kind === "volume" ? `${volume.storage}:${ownName(line)}` : volume.text;
    const node = shared.known && shared.value ? null : guest.node;
    const use = useOf(guest, line);
    const id = `${node ?? ""}\0${volid}`;
    const there = found.get(id);
    if (there !== undefined) there.uses.push(use);
    else {
      const uses: [VolumeUse, ...VolumeUse[]] = [use];
      const zvol = zvolOf(line, guest, evidence);
      found.set(id, { uses, volume: { cluster, volid, storage: line.storage, node, uses, zvol } });
    }
  };
  for (const guest of cluster.guests) {
    for (const drive of guest.drives) add(guest, drive);
    for (const volume of guest.volumes) add(guest, volume);
  }
  return [...found.values()].map(({ volume }) => volume);
}

/** A volume's name without the base a linked clone stands on. */
function ownName({ storage, volume }: ResolvedDrive | OtherVolume): string {
  if (volume.kind !== "volume") return volume.text;
  const { base } = volumeName(storage?.entry.type, volume.name);
  return base === undefined ? volume.name : volume.name.slice(base.length + 1);
}

function useOf(guest: ResolvedGuest, line: ResolvedDrive | OtherVolume): VolumeUse {
  return "role" in line
    ? { guest, key: line.key, role: line.role, drive: undefined, source: line.source }
    : { guest, key: line.key, role: "drive", drive: line, source: line.source };
}

function zvolOf(
  line: ResolvedDrive | OtherVolume,
  guest: ResolvedGuest,
  evidence: ReadonlyMap<string, NodeEvidence>,
): Fact<ZvolProperties | null> {
  const name = zvolName(line);
  if (name === undefined) return known(null, line.source);
  const onNode = guest.node === null ? undefined : evidence.get(guest.node);
  if (onNode === undefined) return unknown(missingDataset(guest.node, name, "volblocksize"));
  const dataset = onNode.datasetOf(name, "volblocksize");
  if (dataset.known && dataset.value === undefined)
    return unknown(missingDataset(guest.node, name, "volblocksize"));
  return mapFact(dataset, (row) => zvolProperties(name, row));
}

function zvolName(line: ResolvedDrive | OtherVolume): string | undefined {
  const { storage, volume } = line;
  if (volume.kind === "path") return /^\/dev\/zvol\/(.+)$/.exec(volume.path)?.[1];
  if (volume.kind !== "volume" || storage?.entry.type !== "zfspool") return undefined;
  return `${storage.entry.properties["pool"] ?? storage.entry.id}/${ownName(line)}`;
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
