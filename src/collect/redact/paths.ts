import type { Aliases } from "./aliases.ts";
import { isKernelDevice, isKnownWord, redacted } from "./known-words.ts";

// Names made of parts: paths, datasets, volume ids, device mapper names. Each part has its own alias, so that what
// lies below what stays visible.

const extension =
  /\.(?:raw|qcow2?|vmdk|qed|cloop|iso|img|ova|ovf|subvol|conf|cfg|json|txt|gz|(?:vma|tar)(?:\.(?:zst|gz|lzo))?)$/;
const volume = /^((?:vm|base|basevol|subvol)-\d+-)(.+)$/;
const standardVolume = /^(?:disk-\d+|cloudinit|fleece-\d+)$/;
const partition = /-part\d+$/;

/** One part of a path: known words and standard volume names stay, endings and partition numbers too. */
export function redactPart(part: string, aliases: Aliases): string {
  if (part === "." || part === ".." || isKnownWord(part)) return part;
  const at = part.indexOf("@");
  if (at > 0) return `${redactPart(part.slice(0, at), aliases)}@${aliases.name("snap", part.slice(at + 1))}`;
  if (/^3[0-9a-f]{16,32}$/.test(part)) return aliases.wwid(part);
  const ending = extension.exec(part)?.[0] ?? partition.exec(part)?.[0] ?? "";
  const stem = part.slice(0, part.length - ending.length);
  if (stem === "") return `${aliases.name("name", part)}`;
  const [, prefix, rest] = volume.exec(stem) ?? [];
  if (prefix !== undefined && rest !== undefined) return prefix + redactVolumeRest(rest, aliases) + ending;
  return aliases.name(ending === "" || ending.startsWith("-") ? "name" : "file", stem) + ending;
}

/** `disk-0` stays; the state of a snapshot carries its name: `state-before_upgrade`. */
function redactVolumeRest(rest: string, aliases: Aliases): string {
  if (standardVolume.test(rest)) return rest;
  return rest.startsWith("state-")
    ? `state-${aliases.name("snap", rest.slice(6))}`
    : aliases.name("volume", rest);
}

/** A path or a dataset: part by part. Device ids keep the serials of known disks. */
export function redactPath(path: string, aliases: Aliases): string {
  const id = /^\/+dev\/+disk\/+by-[a-z]+\/+(?=[^/]+$)/.exec(path)?.[0];
  if (id !== undefined) return id + redactDeviceId(path.slice(id.length), aliases);
  const mapper = /^\/+dev\/+mapper\/+(?=[^/]+$)/.exec(path)?.[0];
  if (mapper !== undefined) return mapper + redactMapperName(path.slice(mapper.length), aliases);
  return path
    .split("/")
    .map((part) => redactPart(part, aliases))
    .join("/");
}

const idPrefix = /^(?:(?:ata|scsi|nvme|wwn|usb|virtio|md|dm-name|dm-uuid-LVM|dm-uuid|lvm-pv-uuid)-)?/;

/** `ata-<model>_<serial>-part1`: the serial's alias is the one its disk has. */
export function redactDeviceId(id: string, aliases: Aliases): string {
  if (isKnownWord(id)) return id;
  const ending = partition.exec(id)?.[0] ?? "";
  const stem = id.slice(0, id.length - ending.length);
  const prefix = idPrefix.exec(stem)?.[0] ?? "";
  const serials = aliases.serialsIn(stem);
  const name = serials.length > 0 ? serials.join("_") : aliases.name("name", stem.slice(prefix.length));
  return prefix + name + ending;
}

const lvLayer = /_(?:[tcr]meta|[tcrv]data|corig|cvol|rimage_\d+|rmeta_\d+|mimage_\d+|pmspare)$/;

/** `vg-lv`, where device mapper doubles the dashes of both names; layers of a volume keep their ending. */
function redactMapperName(name: string, aliases: Aliases): string {
  if (isKnownWord(name)) return name;
  const parts = name.split(/(?<!-)-(?!-)/);
  if (parts.length < 2) return redactPart(name, aliases);
  return parts
    .map((part) => {
      const layer = lvLayer.exec(part)?.[0] ?? "";
      const plain = part.slice(0, part.length - layer.length).replaceAll("--", "-");
      return redactPart(plain, aliases).replaceAll("-", "--") + layer;
    })
    .join("-");
}

/** What `lsblk` calls a device: kernel names stay, all else is made by device mapper. */
export function redactDeviceName(name: string, aliases: Aliases): string {
  return isKernelDevice(name) ? name : redactMapperName(name, aliases);
}

const volumeId = /^([a-z][a-z0-9\-_.]*[a-z0-9]):(.+)$/is;

/** A drive's volume: `none`, a path, `storage:name`, or a bare file name of old. */
export function redactVolume(text: string, aliases: Aliases): string {
  if (text === "none" || text === "cdrom") return text;
  if (text.startsWith("/")) return redactPath(text, aliases);
  const [, storage, name] = volumeId.exec(text) ?? [];
  if (storage !== undefined && name !== undefined) {
    const parts = name.split("/").map((part) => redactPart(part, aliases));
    return `${aliases.name("storage", storage)}:${parts.join("/")}`;
  }
  return /[/:\s]/.test(text) ? redacted : redactPart(text, aliases);
}

/** What is mounted: a device, a dataset, `server:/export`, `//server/share`. */
export function redactMountSource(source: string, aliases: Aliases): string {
  const [, server, path] = /^([^/]+):(\/.*)?$/s.exec(source) ?? [];
  if (server === undefined) return redactPath(source, aliases);
  return `${aliases.name("host", server)}:${redactPath(path ?? "", aliases)}`;
}
