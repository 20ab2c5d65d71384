import { isStorageId } from "../../model/syntax/text-formats.ts";
import type { Aliases } from "./aliases.ts";
import { isKnownWord, redacted } from "./known-words.ts";
import { mapList } from "./lists.ts";
import { redactPart, redactPath } from "./paths.ts";
import { flagOrNumber, nodeList, shaped, wordList } from "./plain-values.ts";
import type { Redactor } from "./properties.ts";
import type { SectionPolicy } from "./section-file.ts";

const types =
  "dir nfs cifs cephfs glusterfs btrfs lvm lvmthin zfspool zfs iscsi iscsidirect rbd pbs esxi drbd sheepdog s3 linstor starwind";

const flags =
  "shared sparse disable krbd nocow saferemove snapshot-as-volume-chain tagged_only create-base-path create-subdirs mkdir skip-cert-verification writecache nowritecache maxfiles saferemove_throughput max-protected-backups port bwlimit mkdir allow-rename";

/** storage.cfg, key by key. */
export function storagePolicy(aliases: Aliases): SectionPolicy {
  const part: Redactor = (value) => redactPart(value, aliases);
  const path: Redactor = (value) => redactPath(value, aliases);
  const hosts: Redactor = (value) => mapList(value, (host) => aliases.name("host", host));
  const user: Redactor = (value) => aliases.name("user", value);
  const oddKey: Redactor = (key) => aliases.name("name", key);
  const target: Redactor = (value) => `iqn.2000-01.redacted:${aliases.name("target", value)}`;
  const attributes = new Map<string, Redactor>([
    ...flags.split(" ").map((key) => [key, flagOrNumber] as const),
    ...["vgname", "thinpool", "datastore", "fs-name", "data-pool"].map((key) => [key, part] as const),
    ...["path", "pool", "export", "mountpoint", "subdir", "zfs-base-path", "share"].map(
      (key) => [key, path] as const,
    ),
    ...["server", "server2", "portal", "monhost", "domain"].map((key) => [key, hosts] as const),
    ["target", target],
    ["username", user],
    ["base", (value) => redactBase(value, aliases)],
    ["namespace", path],
    ["is_mountpoint", (value) => (value.startsWith("/") ? path(value) : flagOrNumber(value))],
    ["nodes", nodeList(aliases)],
    ["content", wordList("images rootdir vztmpl backup iso snippets import none")],
    ["format", shaped(/^(?:raw|qcow2|vmdk|subvol)$/)],
    ["preallocation", shaped(/^(?:off|metadata|falloc|full|default)$/)],
    ["blocksize", shaped(/^\d{1,10}[kKmM]?$/)],
    ["smbversion", shaped(/^(?:default|\d(?:\.\d{1,2})?)$/)],
    ["iscsiprovider", shaped(/^(?:comstar|istgt|iet|LIO)$/)],
    ["prune-backups", shaped(/^(?:keep-[a-z]{1,10}=\d{1,6},?)+$/)],
  ]);
  return { types: new Set(types.split(" ")), id: (id) => redactStorageId(id, aliases), oddKey, attributes };
}

/** An id that Proxmox VE refuses stays one it refuses. */
function redactStorageId(id: string, aliases: Aliases): string {
  if (isStorageId(id)) return aliases.name("storage", id);
  return isKnownWord(id) ? id : `0${aliases.name("storage", id)}`;
}

/** `storage:lun`, the LUN a volume group stands on. */
function redactBase(value: string, aliases: Aliases): string {
  const colon = value.indexOf(":");
  if (colon < 0) return redacted;
  return `${aliases.name("storage", value.slice(0, colon))}:${redactPath(value.slice(colon + 1), aliases)}`;
}
