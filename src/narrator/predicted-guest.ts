import { guestOptions } from "../decide/emit/drive-keys.ts";
import type { ClusterSnapshot, Dataset, GuestSnapshot, NodeSnapshot } from "../model/cluster.ts";
import { atLeast } from "../model/debian-version.ts";
import type { NewGuest } from "../model/decision.ts";
import type { ResolvedStorage } from "../model/resolved.ts";
import { isDriveKey } from "../model/syntax/drive-key.ts";
import { couldAllocate } from "../model/syntax/drive-string.ts";
import { parseSize } from "../model/syntax/size.ts";
import { fileStorageTypes } from "../model/syntax/volume-id.ts";
import { newestKnown } from "../resolve/pve-defaults.ts";

/** A guest to be made, and the storage it is to lie on. */
export interface Candidate {
  readonly guest: NewGuest & { readonly vmid: number };
  readonly storage: ResolvedStorage;
}

const notMadeYet = "predicted: not made yet";

/**
 * The cluster as it will be with these guests, and with no others: what `qm create` would write is read back, its
 * orders for volumes replaced by the names Proxmox VE gives them.
 */
export function predicted(snapshot: ClusterSnapshot, candidates: readonly Candidate[]): ClusterSnapshot {
  const jobs = candidates.map(({ guest }) => jobText(guest)).filter((text) => text !== "");
  const written = snapshot.files["replication.cfg"] ?? "";
  return {
    ...snapshot,
    guests: candidates.map((candidate) => predictedGuest(candidate, snapshot)),
    containers: [],
    unreadable: [],
    nodes: snapshot.nodes.map((node) => withGuests(node, candidates)),
    files:
      jobs.length === 0
        ? snapshot.files
        : { ...snapshot.files, "replication.cfg": `${written.trimEnd()}\n\n${jobs.join("\n")}` },
  };
}

function jobText({ vmid, replication }: Candidate["guest"]): string {
  return replication === null || replication.target === null
    ? ""
    : `local: ${vmid}-0\n\ttarget ${replication.target}\n\tschedule ${replication.schedule}\n`;
}

function predictedGuest(candidate: Candidate, snapshot: ClusterSnapshot): GuestSnapshot {
  const { guest } = candidate;
  const qemu = qemuOf(snapshot.nodes.find(({ name }) => name === guest.node));
  let disks = 0;
  const lines = guestOptions(guest).map(([key, value]) => {
    if (key === "machine" && guest.ostype === "win11")
      return `machine: pc-${value}-${qemu.replace(/^(\d+\.\d+).*/, "$1")}`;
    if (!isDriveKey(key) || !couldAllocate(value)) return `${key}: ${value}`;
    return `${key}: ${value.replace(/^[^,]*/, volumeOf(candidate, disks++))}`;
  });
  return {
    vmid: guest.vmid,
    node: guest.node,
    config: `${[...lines, `meta: creation-qemu=${qemu}`].join("\n")}\n`,
    path: `${guest.vmid}.conf`,
  };
}

/** The API pins the machine of a new Windows guest to the QEMU of its node (qemu-server API2/Qemu.pm, 9.2.6). */
function qemuOf(node: NodeSnapshot | undefined): string {
  const { packages } = node ?? {};
  const read = packages !== undefined && "value" in packages ? packages.value["pve-qemu-kvm"] : undefined;
  return /^(?:\d+:)?(\d+\.\d+(?:\.\d+)?)/.exec(read ?? "")?.[1] ?? newestKnown.qemu;
}

function volumeOf({ guest, storage }: Candidate, index: number): string {
  return `${storage.entry.id}:${volumeName(storage.entry.type, guest, index)}`;
}

/** Names of new volumes (pve-storage Plugin.pm find_free_diskname, LVMPlugin.pm, 9.1.7). */
function volumeName(type: string, { vmid, drive: { format } }: Candidate["guest"], index: number): string {
  const name = `vm-${vmid}-disk-${index}`;
  if (fileStorageTypes.has(type)) return `${vmid}/${name}.${format}`;
  return type === "lvm" && format === "qcow2" ? `${name}.qcow2` : name;
}

/** It does not run, and its zvol will be what the storage makes of it. */
function withGuests(node: NodeSnapshot, candidates: readonly Candidate[]): NodeSnapshot {
  const here = candidates.filter(({ guest }) => guest.node === node.name);
  if (here.length === 0) return node;
  const running = Object.fromEntries(here.map(({ guest }) => [guest.vmid, false]));
  const { datasets } = node;
  const zvols = here.flatMap((candidate) => zvolsOf(candidate, node));
  return {
    ...node,
    running: { value: running, source: notMadeYet },
    ...(datasets !== undefined && "value" in datasets
      ? { datasets: { ...datasets, value: [...datasets.value, ...zvols] } }
      : {}),
  };
}

const [mib, gib] = [2 ** 20, 2 ** 30];

/** The EFI disk and the TPM, 4 MiB each (qemu-server OVMF.pm, 9.2.6), and then the disk. */
function zvolsOf({ guest, storage }: Candidate, node: NodeSnapshot): readonly Dataset[] {
  const { type, properties, id } = storage.entry;
  if (type !== "zfspool") return [];
  const sizes = [...(guest.firmware ? [4 * mib, 4 * mib] : []), guest.drive.size * gib];
  const blocks = parseSize((properties["blocksize"] ?? "").toUpperCase()) ?? defaultBlocks(node);
  return sizes.map((bytes, index) => {
    const values = {
      volblocksize: String(blocks),
      volsize: String(bytes),
      refreservation: properties["sparse"] === "1" ? "0" : String(bytes),
    };
    return {
      name: `${properties["pool"] ?? id}/${volumeName(type, guest, index)}`,
      properties: Object.fromEntries(
        Object.entries(values).map(([key, value]) => [key, { value, source: "-" }]),
      ),
    };
  });
}

/** 8K until OpenZFS 2.1, 16K from 2.2 on. */
function defaultBlocks({ packages }: NodeSnapshot): number {
  const zfs = packages !== undefined && "value" in packages ? packages.value["zfsutils-linux"] : undefined;
  return zfs !== undefined && !atLeast(zfs, "2.2") ? 8192 : 16384;
}
