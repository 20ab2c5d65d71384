import { notApplicable, open, pass } from "../../model/outcome.ts";
import type { Rule } from "../../model/rule.ts";
import { driveChange, driveGui, driveRemedy } from "../remedies.ts";
import { inForce, settingEvidence } from "../wording.ts";

export const iothreadOff: Rule<"drive"> = {
  id: "drive/iothread-off",
  subject: "drive",
  severity: "warning",
  summary: "a drive that could have its own I/O thread runs in QEMU's main loop",
  needs: ["config", "storage-cfg"],
  check(drive) {
    if (!drive.settings.known) return open(drive.settings.missing);
    const settings = drive.settings.value;
    // null: ide and sata cannot have one. Ignored on scsi: the controller decides, and guest/scsihw-not-single speaks.
    if (settings.iothread.value === null || controllerIgnoresIt(drive.bus, drive.guest.option("scsihw"))) {
      return notApplicable;
    }
    if (settings.iothread.value) return pass;
    return {
      kind: "fail",
      message: `iothread is ${inForce(settings.iothread)}`,
      evidence: [settingEvidence(drive, "iothread", settings)],
      remedy: driveRemedy(drive, [driveChange(drive, "iothread", "1")], {
        gui: driveGui(drive, "IO thread"),
      }),
    };
  },
};

function controllerIgnoresIt(bus: string, scsihw: string | undefined): boolean {
  return bus === "scsi" && scsihw !== "virtio-scsi-single";
}
