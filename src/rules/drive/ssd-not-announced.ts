import { notApplicable, open, pass } from "../../model/outcome.ts";
import type { Rule } from "../../model/rule.ts";
import { driveChange, driveGui, driveRemedy } from "../remedies.ts";
import { inForce, settingEvidence } from "../wording.ts";

export const ssdNotAnnounced: Rule<"drive"> = {
  id: "drive/ssd-not-announced",
  subject: "drive",
  severity: "warning",
  summary: "the volume lies on SSDs and the guest is told of a spinning disk",
  needs: ["config", "storage-cfg", "medium"],
  check(drive) {
    if (drive.bus === "virtio") return notApplicable; // virtio cannot say
    const { medium } = drive;
    if (medium.known && medium.value === "hdd") return notApplicable;
    if (drive.options["ssd"] === "1") return pass;
    if (!medium.known) return open(medium.missing);
    if (!drive.settings.known) return open(drive.settings.missing);
    const settings = drive.settings.value;
    const windows = drive.guest.quadrant.os === "windows";
    const follows = windows
      ? "Windows defragments it on a schedule and sends no Retrim"
      : "the guest takes it for a spinning disk";
    return {
      kind: "fail",
      severity: windows ? "warning" : "note",
      message: `ssd is ${inForce(settings.ssd)} on SSDs: ${follows}`,
      evidence: [
        settingEvidence(drive, "ssd", settings),
        { fact: "medium", value: medium.value, source: medium.source },
      ],
      remedy: driveRemedy(drive, [driveChange(drive, "ssd", "1")], { gui: driveGui(drive, "SSD emulation") }),
    };
  },
};
