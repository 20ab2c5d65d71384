import type { Remedy } from "../../model/change.ts";
import type { ResolvedDrive, ResolvedGuest } from "../../model/resolved.ts";
import { refusedLinesRisk } from "../refused-lines.ts";
import { driveChange, guestChange, guestGui, takesEffect } from "../remedies.ts";

/** The controller, and the I/O threads that only this controller honours. A person looks at it first: it is hardware. */
export function scsihwRemedy(
  guest: ResolvedGuest,
  drives: readonly [ResolvedDrive, ...ResolvedDrive[]],
): Remedy {
  const threads = drives.filter(({ options }) => options["iothread"] !== "1");
  const steps = driverSteps(guest);
  return {
    kind: "change",
    safety: "review",
    takesEffect: takesEffect(guest),
    changes: [
      guestChange(guest, "scsihw", "virtio-scsi-single"),
      ...threads.map((drive) => driveChange(drive, "iothread", "1")),
    ],
    gui: guestGui(guest, "Hardware › SCSI Controller › Edit › VirtIO SCSI single"),
    ...(steps.length === 0 ? {} : { steps }),
    risks: [
      "the controller's PCI address changes; a guest that mounts by path, or lacks the virtio driver, does not boot",
      ...refusedLinesRisk(guest),
    ],
  };
}

/** lsi, megasas and pvscsi are other hardware: the guest needs a driver it may never have loaded. */
function driverSteps(guest: ResolvedGuest): readonly string[] {
  const virtio = guest.option("scsihw")?.startsWith("virtio-scsi") ?? false;
  const windows = guest.quadrant.os === "windows";
  if (windows && virtio) {
    return [
      "before: note which disks are online in Disk Management",
      "after the start: bring disks online there that Windows left offline; the driver (vioscsi) stays the same",
    ];
  }
  if (windows) {
    return [
      "before: install the virtio-win drivers in the guest and take a backup",
      "set the boot disk to sata for one start, with the new controller and a small empty scsi disk: Windows then loads vioscsi",
      "put the boot disk back on scsi, correct the boot order, and remove the small disk",
    ];
  }
  if (virtio) return [];
  return [
    "before: check that the guest's boot image holds virtio_scsi (`lsinitramfs /boot/initrd.img-$(uname -r) | grep virtio_scsi`)",
    "before: check that /etc/fstab mounts by UUID or label",
  ];
}
