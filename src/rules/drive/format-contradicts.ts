import type { Missing } from "../../model/fact.ts";
import { notApplicable, open, pass } from "../../model/outcome.ts";
import type { Rule } from "../../model/rule.ts";
import { driveChange, driveRemedy } from "../remedies.ts";
import { storageEvidence } from "../wording.ts";

const formatNotInName = (volume: string, node: string | null): Missing => ({
  fact: `format of ${volume}`,
  ...(node === null ? {} : { node }),
  access: "shell",
  how: "its name does not say; `qemu-img info` on the node does",
});

export const formatContradicts: Rule<"drive"> = {
  id: "drive/format-contradicts",
  subject: "drive",
  severity: "critical",
  summary: "format= names another format than the volume has: the guest will not start",
  needs: ["config", "storage-cfg"],
  check(drive) {
    const written = drive.options["format"];
    if (written === undefined || drive.volume.kind !== "volume") return notApplicable; // a path has no other format
    if (!drive.driver.known) return open(drive.driver.missing);
    if (drive.format === "unknown") return open([formatNotInName(drive.volume.text, drive.guest.node)]);
    if (written === drive.format) return pass;
    return {
      kind: "fail",
      message: `format is ${written} (written), the volume is ${drive.format}: Proxmox VE refuses to start the guest`,
      evidence: [
        { fact: "format written", value: written, source: drive.source },
        {
          fact: "format of the volume",
          value: `${drive.format}, by its name ${drive.volume.text}`,
          source: drive.source,
        },
        storageEvidence(drive),
      ],
      remedy: driveRemedy(drive, [driveChange(drive, "format", null)], {}),
    };
  },
};
