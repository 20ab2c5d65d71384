import type { NewGuest, Wish } from "../model/decision.ts";
import type { Place } from "./place.ts";

/** What else to know, one line each. */
export function decidedNotes(place: Place, wish: Wish, guest: NewGuest): readonly string[] {
  const { drive } = place;
  return [
    ...laneNotes(place, wish, guest),
    ...deviceNotes(wish),
    ...writebackNotes(place, wish),
    ...(wish.intents.includes("sequential") && drive.backing === "zvol"
      ? [sequentialNote(place, guest)]
      : []),
    ...(drive.backing === "zvol" && drive.storage?.entry.properties["sparse"] !== "1"
      ? [`sparse is not set: the disk reserves all of its ${guest.drive.size} GiB`]
      : []),
    ...(guest.firmware && drive.driver.known && drive.driver.value === "iscsi"
      ? ["a TPM on ZFS over iSCSI needs qemu-server 9.1"]
      : []),
    wish.os === "windows"
      ? "add the installation ISO, virtio-win and a network; load vioscsi from virtio-win to see the disk"
      : "add an installation medium or a cloud image, and a network",
  ];
}

function laneNotes(
  { drive, elsewhere }: Place,
  { mobility, role, device }: Wish,
  guest: NewGuest,
): readonly string[] {
  const vmid = guest.vmid ?? "<vmid>";
  const shared = drive.shared.known && drive.shared.value;
  const { devicePinned } = drive.guest;
  const tied = devicePinned.known && devicePinned.value;
  if (mobility === "pinned")
    return shared
      ? [
          !tied
            ? "shared storage under a guest that need not move: it is in the shared lane and could"
            : "shared storage gives nothing to a guest that its device ties to a node; local ZFS on SSD is the lane for it",
        ]
      : [];
  const special =
    role === "specialty" && device === undefined
      ? ["a specialty guest moves only if its device is mapped with live-migration-capable on every node"]
      : [];
  if (mobility === "mobile")
    return [
      ...special,
      `HA is yours to add, once it is installed: ha-manager add vm:${vmid} --state started`,
    ];
  const more = (elsewhere ?? []).length > 1 ? "; HA may use only nodes with a replica" : "";
  return [
    ...special,
    `HA is yours to add, after the first replication ran${more}: ha-manager add vm:${vmid} --state started`,
  ];
}

function deviceNotes({ role, device, mobility }: Wish): readonly string[] {
  if (role === "generalized" || device !== undefined || mobility !== "pinned") return [];
  return [
    "no device named: --device <PCI address or mapping> passes one through; a tag says specialty until then",
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

/** A data disk with large blocks is another zvol: volblocksize is fixed when it is made. */
function sequentialNote({ drive }: Place, guest: NewGuest): string {
  const pool = drive.storage?.entry.properties["pool"] ?? "<pool>";
  const id = `${guest.storage ?? "<storage>"}-64k`;
  return `sequential is about a data disk, not this one: pvesm add zfspool ${id} --pool ${pool} --content images --sparse 1 --blocksize 64k, then qm set ${guest.vmid ?? "<vmid>"} --scsi1 ${id}:<GiB>, and declare drives: { ${guest.vmid ?? "<vmid>"} scsi1: sequential }`;
}
