import type { Remedy } from "../../model/change.ts";
import type { ResolvedDrive, ResolvedGuest } from "../../model/resolved.ts";
import { couldAllocate, editDriveString } from "../../model/syntax/drive-string.ts";
import { refusedLinesRisk } from "../refused-lines.ts";
import { snapshotRisk } from "../remedies.ts";

/** By hand: a guest whose system has no driver for the new controller does not boot any more. */
export function moveToScsi(drive: ResolvedDrive): Remedy {
  const { guest, key } = drive;
  const { vmid } = guest;
  const target = freeScsiKey(drive);
  const steps: string[] = [
    ...driverFirst(drive, target),
    `shut the guest down: qm shutdown ${vmid}`,
    ...controller(guest),
    `take the disk off ${key}; its volume stays as unusedN: qm set ${vmid} --delete ${key}`,
    `put the same volume on ${target}, with its options (as read; add what was changed since): qm set ${vmid} --${target} '${onScsi(drive)}'`,
    ...bootOrder(guest, key, target),
    `start the guest: qm start ${vmid}`,
  ];
  return {
    kind: "manual",
    takesEffect: "after-stop-start",
    steps: [
      `move the disk from ${key} to ${target}: take a backup, and know that it can be restored`,
      ...steps,
    ],
    gui: `${vmid} › Hardware › Hard Disk (${key}) › Detach, then Edit the unused disk`,
    risks: [
      `without a driver for the controller the guest does not boot; back: qm set ${vmid} --delete ${target}, then --${key} again`,
      "device names change (sda, vda): /etc/fstab and boot loader should name UUIDs",
      ...snapshotRisk(drive),
      ...refusedLinesRisk(guest),
    ],
  };
}

/**
 * A key that no line has, a refused one included: its volume is not to be replaced. Each disk that moves gets its own,
 * for the same reason.
 */
function freeScsiKey({ guest: { conf, drives }, key }: ResolvedDrive): string {
  const refused = conf.warnings.flatMap((warning) => warning.key ?? []);
  const taken = new Set([
    ...conf.current.entries.keys(),
    ...(conf.pending?.entries.keys() ?? []),
    ...refused,
  ]);
  const free = Array.from({ length: 31 }, (_, index) => `scsi${index}`).filter((one) => !taken.has(one));
  const turn = drives.filter(({ bus }) => bus !== "scsi").findIndex((drive) => drive.key === key);
  return free[Math.max(turn, 0)] ?? "scsi<N>";
}

/** The controller is set before the driver is loaded, so that it is the final one the guest gets to know. */
function controller(guest: ResolvedGuest): readonly string[] {
  const isRight = guest.option("scsihw") === "virtio-scsi-single" || guest.quadrant.os === "windows";
  return isRight ? [] : [`set the controller: qm set ${guest.vmid} --scsihw virtio-scsi-single`];
}

/** Windows starts a driver at boot only if it has seen the device before. */
function driverFirst({ guest, storage, key }: ResolvedDrive, target: string): readonly string[] {
  const { vmid } = guest;
  if (guest.quadrant.os !== "windows") {
    return [
      `see in the guest that its initramfs has virtio_scsi, and that /etc/fstab names no /dev/sd or /dev/vd device`,
    ];
  }
  return [
    `install the VirtIO SCSI driver (vioscsi) in the guest, from the virtio-win ISO, while it still boots from ${key}`,
    `shut it down and give it a small disk on the new controller: qm set ${vmid} --scsihw virtio-scsi-single --${target} ${storage?.entry.id ?? "<storage>"}:1`,
    "start it; go on only when Device Manager shows the Red Hat VirtIO SCSI controller and the small disk",
    `shut it down and remove the small disk: qm set ${vmid} --delete ${target}, then qm disk unlink ${vmid} --idlist unusedN --force 1 (the 1G one)`,
  ];
}

/** The line as written, without what scsi does not know and what must never be sent (`size`, `format`). */
function onScsi({ text, key }: ResolvedDrive): string {
  return couldAllocate(text) ? `<the line of ${key}>` : editDriveString(text, { model: null, format: null });
}

function bootOrder(guest: ResolvedGuest, from: string, to: string): readonly string[] {
  const boot = guest.option("boot");
  const names = new RegExp(`\\b${from}\\b`);
  if (guest.option("bootdisk") === from)
    return [`boot from it: qm set ${guest.vmid} --boot order=${to} --delete bootdisk`];
  if (boot === undefined || !names.test(boot)) return [];
  return [`boot from it: qm set ${guest.vmid} --boot '${boot.replace(names, to)}'`];
}
