import { notApplicable, pass } from "../../model/outcome.ts";
import type { Rule } from "../../model/rule.ts";
import { optionEvidence, severityFor } from "../guest-options.ts";
import { scsihwRemedy } from "./scsihw-not-single.remedy.ts";

export const scsihwNotSingle: Rule<"guest"> = {
  id: "guest/scsihw-not-single",
  subject: "guest",
  severity: "warning",
  summary: "the scsi drives of a guest do not have a virtio controller each",
  needs: ["config"],
  check(guest) {
    const drives = guest.drives.filter(({ bus }) => bus === "scsi");
    const [first, ...more] = drives;
    if (first === undefined) return notApplicable;
    const written = guest.option("scsihw");
    if (written === "virtio-scsi-single") return pass;
    const ignored = drives.filter(({ options }) => options["iothread"] === "1").map(({ key }) => key);
    const inForce = written === undefined ? "lsi (default, nobody set it)" : `${written} (written)`;
    return {
      kind: "fail",
      severity: severityFor(guest, "warning"),
      message:
        ignored.length === 0
          ? `scsihw is ${inForce}; its scsi drives cannot have I/O threads`
          : `scsihw is ${inForce}; iothread of ${ignored.join(", ")} is ignored`,
      evidence: [
        optionEvidence(guest, "scsihw"),
        ...drives.map(({ key, text, source }) => ({ fact: key, value: text, source })),
      ],
      remedy: scsihwRemedy(guest, [first, ...more]),
    };
  },
};
