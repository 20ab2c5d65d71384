import { pass } from "../../model/outcome.ts";
import type { Rule } from "../../model/rule.ts";
import { severityFor } from "../guest-options.ts";
import { volumeEvidence } from "../wording.ts";
import { moveToScsi } from "./bus-not-scsi.remedy.ts";

export const busNotScsi: Rule<"drive"> = {
  id: "drive/bus-not-scsi",
  subject: "drive",
  severity: "warning",
  summary: "a data disk is on ide, sata or virtio instead of scsi",
  needs: ["config"],
  check(drive) {
    const { bus, guest } = drive;
    if (bus === "scsi") return pass;
    return {
      kind: "fail",
      severity: bus === "virtio" ? "note" : severityFor(guest, "warning"),
      message: `the disk is on ${bus}: ${lacks[bus]}`,
      evidence: [
        { fact: "bus", value: bus, source: drive.source },
        {
          fact: "ostype",
          value: guest.option("ostype") ?? "other (default)",
          source: guest.sourceOf("ostype"),
        },
        volumeEvidence(drive),
      ],
      remedy: moveToScsi(drive),
    };
  },
};

const lacks = {
  ide: "emulated hardware, no I/O thread, four disks at most",
  sata: "emulated hardware, no I/O thread",
  virtio: "it cannot announce an SSD, which Windows needs for Retrim",
} as const;
