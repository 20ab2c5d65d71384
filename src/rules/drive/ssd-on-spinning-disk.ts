import { notApplicable, open, pass } from "../../model/outcome.ts";
import type { Rule } from "../../model/rule.ts";

export const ssdOnSpinningDisk: Rule<"drive"> = {
  id: "drive/ssd-on-spinning-disk",
  subject: "drive",
  severity: "note",
  summary: "the guest is told of an SSD and the volume lies on spinning disks",
  needs: ["config", "storage-cfg", "medium"],
  check({ bus, options, medium, source }) {
    if (bus === "virtio" || options["ssd"] !== "1") return notApplicable;
    if (!medium.known) return open(medium.missing);
    if (medium.value === "ssd") return pass;
    return {
      kind: "fail",
      message: "ssd is 1 (written) on spinning disks: the guest neither defragments nor orders its requests",
      evidence: [
        { fact: "ssd written", value: "1", source },
        { fact: "medium", value: medium.value, source: medium.source },
      ],
      remedy: {
        kind: "none",
        risks: ["harmless; taking ssd away makes Windows defragment the disk on a schedule"],
      },
    };
  },
};
