import type { ClusterFile, UnreadableFile } from "../../model/cluster.ts";
import type { Block } from "./blocks.ts";

/** What a config was put together from. */
export interface GuestDraft {
  /** undefined: nothing above the text says which guest it is. */
  readonly vmid: number | undefined;
  readonly node: string | null;
  readonly line: number;
  readonly text: string;
  readonly withPending: boolean;
}

export interface Drafts {
  readonly guests: readonly GuestDraft[];
  readonly files: ReadonlyMap<ClusterFile, string>;
  readonly unreadable: readonly UnreadableFile[];
}

/** Where in the text: `pasted:12`. */
export const placeOf = (line: number): string => `pasted:${line}`;

interface OpenGuest {
  /** The label it stands below, with everything up to the next one. */
  readonly below: Block["label"];
  /** The label, where it is its own. */
  readonly label: Block["label"];
  readonly line: number;
  readonly blocks: (readonly string[])[];
  readonly keys: Set<string>;
  /** A [section] was read: what has no header can only be another config. */
  inSection: boolean;
}

// pve-storage 9 and the types that were (glusterfs, drbd)
const storageHeader =
  /^(?:dir|nfs|cifs|zfspool|zfs|lvm|lvmthin|iscsi|iscsidirect|rbd|cephfs|glusterfs|pbs|btrfs|esxi|drbd):\s*\S+\s*$/;
const option = /^([a-z][a-z_-]*\d*):(?:\s|$)/;
const guestKey =
  /^(?:(?:scsi|virtio|sata|ide|efidisk|tpmstate|unused|net|hostpci|usb|serial)\d+|agent|balloon|bios|boot|bootdisk|cores|cpu|machine|memory|meta|name|numa|onboot|ostype|scsihw|smbios1|sockets|tablet|tags|vga|vmgenid)$/;

/** Blocks as configs and files. What is neither, and where it is not certain where a config ends, is named. */
export function draftsOf(blocks: readonly Block[]): Drafts {
  const unreadable: UnreadableFile[] = [];
  const files = new Map<ClusterFile, string>();
  const guests: OpenGuest[] = [];
  let open: OpenGuest | undefined;
  for (const block of blocks) {
    const { label, line, lines } = block;
    if (open !== undefined && open.below !== label) open = undefined;
    const file =
      label?.kind === "file" ? label.name : storageHeader.test(lines[0] ?? "") ? "storage.cfg" : undefined;
    if (file !== undefined) {
      files.set(file, `${files.get(file) ?? ""}${lines.join("\n")}\n\n`);
      open = undefined;
    } else if (open !== undefined && continues(open, lines)) append(open, lines);
    else if (label?.kind !== "other" && opensGuest(block)) {
      const own = guests.some(({ below }) => below !== undefined && below === label) ? undefined : label;
      open = { below: label, label: own, line, blocks: [], keys: new Set(), inSection: false };
      guests.push(open);
      append(open, lines);
    } else {
      open = undefined;
      const what =
        label?.kind === "other" ? `is below \`${label.what}\`, which is not read here` : "is no config";
      unreadable.push({ path: placeOf(line), reason: what });
    }
  }
  const others = guests.filter((guest) => !isGuest(guest));
  unreadable.push(...others.map(({ line }) => ({ path: placeOf(line), reason: "is no config" })));
  return { guests: guests.filter(isGuest).map(draftOf), files, unreadable };
}

const keysOf = (lines: readonly string[]): readonly string[] =>
  lines.flatMap((line) => option.exec(line)?.[1] ?? []);

const isHeader = (line: string | undefined): boolean => /^\[[^\]]+\]\s*$/.test(line ?? "");

/** A block goes on with the config above it unless it says something a second time. */
function continues(open: OpenGuest, lines: readonly string[]): boolean {
  if (isHeader(lines[0])) return true;
  const keys = keysOf(lines);
  const mostly = keys.length > 0 || lines.every((line) => line.startsWith("#"));
  return mostly && !open.inSection && !keys.some((key) => open.keys.has(key));
}

function append(open: OpenGuest, lines: readonly string[]): void {
  open.blocks.push(lines);
  if (lines.some(isHeader)) open.inSection = true;
  for (const key of keysOf(lines)) open.keys.add(key);
}

const opensGuest = ({ lines }: Block): boolean => keysOf(lines).some((key) => guestKey.test(key));

/** One known word with a colon can stand in any text. */
const isGuest = ({ label, keys }: OpenGuest): boolean =>
  label !== undefined ||
  [...keys].filter((key) => guestKey.test(key)).length > 1 ||
  [...keys].some((key) => /^(?:scsi|virtio|sata|ide)\d/.test(key));

function draftOf({ label, line, blocks }: OpenGuest): GuestDraft {
  const guest = label?.kind === "guest" ? label : undefined;
  return {
    vmid: guest?.vmid,
    node: guest?.node ?? null,
    line,
    text: `${blocks.map((lines) => lines.join("\n")).join("\n\n")}\n`,
    withPending: guest?.withPending ?? false,
  };
}

/** A key that comes twice before any [section]: two configs without an empty line between them look like that. */
export function repeatedKey(text: string): string | undefined {
  const keys = new Set<string>();
  for (const line of text.split("\n")) {
    if (isHeader(line)) return undefined;
    const key = option.exec(line)?.[1];
    if (key === undefined) continue;
    if (keys.has(key)) return key;
    keys.add(key);
  }
  return undefined;
}
