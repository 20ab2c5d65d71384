import { notApplicable, pass } from "../../model/outcome.ts";
import type { Rule } from "../../model/rule.ts";
import { driveChange, driveGui, driveRemedy } from "../remedies.ts";
import { settingEvidence } from "../wording.ts";

export const iothreadOff: Rule<"drive"> = {
  id: "drive/iothread-off",
  subject: "drive",
  severity: "warning",
  summary: "a drive that could have its own I/O thread runs in QEMU's main loop",
  needs: ["config"],
  check(drive) {
    const { bus, options, settings, source } = drive;
    // ide and sata cannot have one. Ignored on scsi: the controller decides, and guest/scsihw-not-single speaks.
    if (bus === "ide" || bus === "sata" || controllerIgnoresIt(bus, drive.guest.option("scsihw"))) {
      return notApplicable;
    }
    // Bus and controller decide, never the storage: what is written is in force, also where that is not known.
    if (options["iothread"] === "1") return pass;
    const asked = options["iothread"] === undefined ? "default, nobody set it" : "written";
    return {
      kind: "fail",
      message: `iothread is 0 (${asked})`,
      evidence: [
        settings.known
          ? settingEvidence(drive, "iothread", settings.value)
          : { fact: "iothread written", value: options["iothread"] ?? "-", source },
      ],
      remedy: driveRemedy(drive, [driveChange(drive, "iothread", "1")], {
        gui: driveGui(drive, "IO thread"),
      }),
    };
  },
};

function controllerIgnoresIt(bus: string, scsihw: string | undefined): boolean {
  return bus === "scsi" && scsihw !== "virtio-scsi-single";
}
