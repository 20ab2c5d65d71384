import { join } from "node:path";
import type { ClusterSnapshot, GuestSnapshot, UnreadableFile } from "../model/cluster.ts";
import { list } from "./folder.ts";
import { clusterFileLimit, readText } from "./read-text.ts";

/** The guests and containers a folder holds. */
export interface GuestFiles {
  readonly nodes: readonly string[];
  readonly guests: readonly GuestSnapshot[];
  readonly containers: ClusterSnapshot["containers"];
}

interface Found {
  readonly guests: Map<number, GuestSnapshot>;
  readonly containers: { vmid: number; node: string | null }[];
}

/** nodes/<node>/{qemu-server,lxc}/<vmid>.conf */
export function readNodeFolders(root: string, unreadable: UnreadableFile[]): GuestFiles {
  const found: Found = { guests: new Map(), containers: [] };
  const nodes = list(join(root, "nodes")).folders;
  for (const node of nodes) {
    readGuests(root, `nodes/${node}/qemu-server`, node, found, unreadable);
    for (const file of list(join(root, "nodes", node, "lxc")).files) {
      const vmid = vmidOf(file);
      if (vmid !== undefined) found.containers.push({ vmid, node });
    }
  }
  return { nodes, guests: [...found.guests.values()], containers: found.containers };
}

/** <vmid>.conf at the top, or below qemu-server/; it does not say on which node. */
export function readBareFolder(root: string, unreadable: UnreadableFile[]): GuestFiles {
  const found: Found = { guests: new Map(), containers: [] };
  readGuests(root, ".", null, found, unreadable);
  readGuests(root, "qemu-server", null, found, unreadable);
  return { nodes: [], guests: [...found.guests.values()], containers: found.containers };
}

function readGuests(
  root: string,
  folder: string,
  node: string | null,
  found: Found,
  unreadable: UnreadableFile[],
): void {
  for (const file of list(join(root, folder)).files) {
    if (!file.endsWith(".conf") || file === "corosync.conf") continue;
    const path = folder === "." ? file : `${folder}/${file}`;
    const reason = readGuest(join(root, path), path, node, found);
    if (reason !== undefined) unreadable.push({ path, reason });
  }
}

function readGuest(file: string, path: string, node: string | null, found: Found): string | undefined {
  const vmid = vmidOf(path);
  if (vmid === undefined) return "is not named <vmid>.conf";
  const reading = readText(file, clusterFileLimit);
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

function vmidOf(path: string): number | undefined {
  const digits = /(?:^|\/)([1-9]\d{0,9})\.conf$/.exec(path)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** Only a container has a root file system of its own in its config (pve-container). */
function isContainer(config: string): boolean {
  return /^rootfs:/m.test(config) && !/^(?:scsi|virtio|sata|ide)\d+:/m.test(config);
}
