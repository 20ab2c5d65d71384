import type { NewGuest, Wish } from "../model/decision.ts";
import { isPciAddress } from "../model/syntax/pci-address.ts";
import { storageOf, unknownWords } from "./emit/drive-keys.ts";
import { laneFor } from "./lane.ts";
import type { Place } from "./place.ts";

/** What else to know, one line each. */
export function decidedNotes(place: Place, wish: Wish, guest: NewGuest): readonly string[] {
  const { drive } = place;
  return [
    ...laneNotes(place, wish, guest),
    ...deviceNotes(wish, guest),
    ...writebackNotes(place, wish),
    ...(wish.intents.includes("sequential") && drive.backing === "zvol"
      ? [sequentialNote(place, guest)]
      : []),
    ...(guest.firmware && drive.driver.known && drive.driver.value === "iscsi"
      ? ["a TPM on ZFS over iSCSI needs qemu-server 9.1"]
      : []),
    wish.os === "windows"
      ? "add the installation ISO, virtio-win and a network; load vioscsi from virtio-win to see the disk"
      : "add an installation medium or a cloud image, and a network",
  ];
}

function laneNotes({ drive }: Place, wish: Wish, guest: NewGuest): readonly string[] {
  const { mobility, role, device } = wish;
  const vmid = guest.vmid ?? unknownWords.vmid;
  const shared = drive.shared.known && drive.shared.value;
  if (mobility === "pinned")
    return shared
      ? [
          laneFor(wish, drive) === "shared"
            ? "shared storage under a guest that need not move: it is in the shared lane and could"
            : "shared storage gives nothing to a guest that its device ties to a node; local ZFS on SSD is the lane for it",
        ]
      : [];
  const special =
    role === "specialty" && device === undefined
      ? ["a specialty guest moves only if its device is mapped with live-migration-capable on every node"]
      : [];
  if (mobility === "mobile") {
    const only = drive.storage?.nodes;
    const where =
      only === undefined ? "" : `; HA may use only ${[...only].join(", ")}, which have the storage`;
    return [
      ...special,
      `HA is yours to add, once it is installed${where}: ha-manager add vm:${vmid} --state started`,
    ];
  }
  // One replica, and HA would start it on any node.
  const both = [guest.node, guest.replication?.target].join(", ");
  const more = drive.guest.cluster.nodes.length > 2 ? `; HA may use only ${both}, which have the disk` : "";
  return [
    ...special,
    `HA is yours to add, after the first replication ran${more}: ha-manager add vm:${vmid} --state started`,
  ];
}

function deviceNotes({ role, device, mobility }: Wish, { node }: NewGuest): readonly string[] {
  if (role === "generalized") return [];
  if (device === undefined)
    return mobility === "pinned"
      ? [
          "no device named: --device <PCI address or mapping> passes one through; a tag says specialty until then",
        ]
      : [];
  if (!isPciAddress(device)) return [];
  return [
    ...(node === null ? [] : [`${device} has to be a device of ${node}; another node: --node`]),
    `only root@pam may give a PCI address, with a password; for a token, map the device and name the mapping`,
  ];
}

function writebackNotes({ drive }: Place, { os, role, intents, device }: Wish): readonly string[] {
  const asks = os === "windows" && role === "specialty" && intents.includes("disposable");
  if (!asks || (drive.shared.known && drive.shared.value)) return [];
  if (!drive.onZfs.known)
    return ["writeback is right only on a local disk that is known not to be ZFS: none is safe on both"];
  if (drive.onZfs.value) return ["disposable and pinned, yet on ZFS: writeback would only double ARC"];
  const { devicePinned } = drive.guest;
  if (devicePinned.known && devicePinned.value) return [];
  return [
    device === undefined
      ? "writeback is right here once a device pins it: --device"
      : `writeback is right only where ${device} surely ties it to its node`,
  ];
}

/**
 * A data disk with large blocks is another zvol: volblocksize is fixed when it is made. Its storage gets a dataset of its
 * own, because two storages on one dataset show each other's volumes (as the remedy of volume/volblocksize-misfit).
 */
function sequentialNote({ drive: { storage } }: Place, guest: NewGuest): string {
  // Without a cluster the storage is one of ours, made up to look at.
  const real = guest.storage === null ? undefined : storage;
  const id = `${storageOf(guest)}-64k`;
  const dataset = `${real?.entry.properties["pool"] ?? "<pool>"}/64k`;
  const nodes = real?.nodes === undefined ? undefined : [...real.nodes];
  const only = nodes === undefined ? "" : ` --nodes ${nodes.join(",")}`;
  const where = nodes === undefined ? "every node that has the pool" : nodes.join(" and ");
  const vmid = guest.vmid ?? unknownWords.vmid;
  const { ssd } = guest.drive;
  return `sequential is about a data disk, not this one: zfs create ${dataset} on ${where}, then pvesm add zfspool ${id} --pool ${dataset} --content images --sparse 1 --blocksize 64k${only}, then qm set ${vmid} --scsi1 ${id}:<GiB>,cache=none,discard=on,iothread=1${ssd ? ",ssd=1" : ""}, and declare drives: { ${vmid} scsi1: sequential }`;
}
