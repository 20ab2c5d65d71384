import { join } from "node:path";
import type { ClusterSnapshot, GuestSnapshot, UnreadableFile } from "../model/cluster.ts";
import { isDnsName } from "../model/syntax/text-formats.ts";
import { list } from "./folder.ts";
import { clusterFileLimit, readTextWithin, type TextReading } from "./read-text.ts";

/** The guests and containers a folder holds. */
export interface GuestFiles {
  readonly nodes: readonly string[];
  readonly guests: readonly GuestSnapshot[];
  readonly containers: ClusterSnapshot["containers"];
}

/** What is being found; `guests` by vmid, which is one across a cluster. */
export interface Found {
  readonly guests: Map<number, GuestSnapshot>;
  readonly containers: { vmid: number; node: string | null }[];
  readonly unreadable: UnreadableFile[];
}

/** nodes/<node>/{qemu-server,lxc}/<vmid>.conf */
export function readNodeFolders(root: string, unreadable: UnreadableFile[]): GuestFiles {
  const found: Found = { guests: new Map(), containers: [], unreadable };
  const nodes = nodeNames(root, unreadable);
  for (const node of nodes) {
    for (const path of confFiles(root, `nodes/${node}/qemu-server`, unreadable))
      readGuest(root, path, node, found);
    for (const path of confFiles(root, `nodes/${node}/lxc`, unreadable)) {
      const vmid = vmidOf(path);
      if (vmid === undefined) unreadable.push({ path, reason: misnamed });
      else found.containers.push({ vmid, node });
    }
  }
  return { nodes, guests: [...found.guests.values()], containers: found.containers };
}

/** <vmid>.conf at the top, or below qemu-server/; it does not say on which node. */
export function readBareFolder(root: string, unreadable: UnreadableFile[]): GuestFiles {
  const found: Found = { guests: new Map(), containers: [], unreadable };
  for (const path of confFiles(root, ".", unreadable))
    if (path !== "corosync.conf") readGuest(root, path, null, found);
  for (const path of confFiles(root, "qemu-server", unreadable)) readGuest(root, path, null, found);
  return { nodes: [], guests: [...found.guests.values()], containers: found.containers };
}

/** A node's name is a host name: what else lies there is no node, and would not be one in a report. */
function nodeNames(root: string, unreadable: UnreadableFile[]): readonly string[] {
  const { folders, files } = list(join(root, "nodes"));
  const names = folders.filter(isDnsName);
  const others = [...folders.filter((name) => !isDnsName(name)), ...files];
  for (const name of others)
    unreadable.push({
      path: `nodes/${name}`,
      reason: isDnsName(name) ? "is not a folder" : "is no node name",
    });
  return names;
}

/** Everything named *.conf, folders too: those are named when they are read. */
function confFiles(root: string, folder: string, unreadable: UnreadableFile[]): readonly string[] {
  const { files, folders, failed } = list(join(root, folder));
  if (failed !== undefined) unreadable.push({ path: folder, reason: failed });
  return [...files, ...folders].flatMap((name) => {
    if (!name.endsWith(".conf")) return [];
    return folder === "." ? name : `${folder}/${name}`;
  });
}

const misnamed = "is not named <vmid>.conf, with a vmid of 100 to 999999999";

function readGuest(root: string, path: string, node: string | null, found: Found): void {
  addGuest(path, node, () => readTextWithin(root, path, clusterFileLimit), found);
}

/** A guest or a container under its path, or why it is neither. */
export function addGuest(path: string, node: string | null, read: () => TextReading, found: Found): void {
  const reason = reasonAgainst(path, node, read, found);
  if (reason !== undefined) found.unreadable.push({ path, reason });
}

function reasonAgainst(
  path: string,
  node: string | null,
  read: () => TextReading,
  found: Found,
): string | undefined {
  const vmid = vmidOf(path);
  if (vmid === undefined) return misnamed;
  const reading = read();
  if (!reading.ok) return reading.reason;
  if (reading.text.trim() === "") return "is empty";
  if (isContainer(reading.text)) {
    found.containers.push({ vmid, node });
    return undefined;
  }
  const twin = found.guests.get(vmid);
  if (twin !== undefined) return `guest ${vmid} was already read from ${twin.path}`;
  found.guests.set(vmid, { vmid, node, config: reading.text, path });
  return undefined;
}

/** Proxmox VE's range (pve-common JSONSchema.pm pve-vmid). */
export function vmidOf(path: string): number | undefined {
  const digits = /(?:^|\/)([1-9]\d{2,8})\.conf$/.exec(path)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** Only a container has a root file system of its own in its config (pve-container). */
function isContainer(config: string): boolean {
  return /^rootfs:/m.test(config) && !/^(?:scsi|virtio|sata|ide)\d+:/m.test(config);
}
