import type { OtherVolume, ResolvedDrive, ResolvedGuest } from "../model/resolved.ts";
import { ownName } from "../model/syntax/volume-id.ts";
import { imagePath } from "./file-system.ts";
import type { NodeEvidence } from "./node-evidence.ts";

type Line = ResolvedDrive | OtherVolume;

/**
 * What a line really names, whatever it is called: two storages on one pool, a zvol by its path, or a disk by two
 * paths are the same thing.
 */
export function identityOf(line: Line, guest: ResolvedGuest, evidence: NodeEvidence | undefined): string {
  const { volume } = line;
  const node = existsOnNode(line) ? guest.node : null;
  const thing = volume.kind === "volume" ? ofStorage(line, volume.storage) : ofPath(volume.text, evidence);
  return idOf(node, thing);
}

/**
 * What the same path is called by a line that says otherwise of `shared`; undefined: a volume of a storage, which
 * knows by itself whether it is shared.
 */
export function otherIdentityOf(
  line: Line,
  guest: ResolvedGuest,
  evidence: NodeEvidence | undefined,
): string | undefined {
  if (line.volume.kind === "volume") return undefined;
  return idOf(existsOnNode(line) ? null : guest.node, ofPath(line.volume.text, evidence));
}

const idOf = (node: string | null, thing: string): string => `${node ?? ""}\0${thing}`;

/** Whether the volume is one of its node; the drive's own `shared` says what PVE may assume, not where it is. */
export function existsOnNode({ volume, storage, shared }: Line): boolean {
  // Where a storage is not defined, its volumes are told apart by whoever asks.
  if (volume.kind === "volume") return storage !== undefined && !storage.shared;
  return !(shared.known && shared.value);
}

function ofStorage({ volume, storage }: Line, id: string): string {
  const name = volume.kind === "volume" ? ownName(volume.name) : volume.text;
  const type = storage?.entry.type;
  const property = (key: string): string => storage?.entry.properties[key] ?? "";
  if (type === "zfspool") return `zvol ${property("pool")}/${name}`;
  if (type === "lvm" || type === "lvmthin") return `lv ${property("vgname")}/${name}`;
  if (storage !== undefined && (type === "dir" || type === "btrfs"))
    return `file ${imagePath(storage, { name })}`;
  if (type === "nfs") return `nfs ${property("server")}:${property("export")} ${name}`;
  if (type === "cifs") return `cifs ${property("server")}/${property("share")}/${property("subdir")} ${name}`;
  if (type === "rbd")
    return `rbd ${property("monhost")} ${property("pool")} ${property("namespace")} ${name}`;
  return `${id}:${name}`;
}

function ofPath(path: string, evidence: NodeEvidence | undefined): string {
  const zvol = /^\/dev\/zvol\/(.+)$/.exec(path)?.[1];
  if (zvol !== undefined) return `zvol ${zvol}`;
  const lv = /^\/dev\/(?!disk\/|mapper\/)([^/]+\/[^/]+)$/.exec(path)?.[1] ?? mappedVolume(path);
  if (lv !== undefined) return `lv ${lv}`;
  if (!path.startsWith("/dev/")) return `file ${path}`;
  const disks = evidence?.disksFor(path);
  const disk = disks?.known ? disks.value.deviceName(path) : undefined;
  return `device ${disk ?? path}`;
}

/** `/dev/mapper/pve-vm--1--disk--0` is the volume vm-1-disk-0 of pve: device mapper doubles the dashes of names. */
function mappedVolume(path: string): string | undefined {
  const names = /^\/dev\/mapper\/((?:[^-/]|--)+)-((?:[^-/]|--)+)$/.exec(path);
  return names
    ?.slice(1)
    .map((name) => name.replaceAll("--", "-"))
    .join("/");
}
