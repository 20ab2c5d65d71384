import { notApplicable } from "../../model/outcome.ts";
import type { Rule } from "../../model/rule.ts";
import { blockdevMachine } from "../../resolve/pve-defaults.ts";
import { machineText } from "../node-facts.ts";
import { driveChange, driveRemedy } from "../remedies.ts";

export const snapshotFlag: Rule<"drive"> = {
  id: "drive/snapshot-flag",
  subject: "drive",
  severity: "critical",
  summary: "snapshot=1 on a machine of version 10 or later: the guest will not start",
  needs: ["config"],
  check(drive) {
    const { guest, options, source } = drive;
    if (options["snapshot"] !== "1") return notApplicable;
    if (guest.machine.major < blockdevMachine) return notApplicable;
    return {
      kind: "fail",
      message: `snapshot is 1 (written); Proxmox VE refuses to start it on machine ${guest.machine.major}.${guest.machine.minor}`,
      evidence: [
        { fact: "snapshot written", value: "1", source },
        {
          fact: "machine version",
          value: `${machineText(guest)}: ${guest.machine.because}`,
          source: guest.sourceOf("machine"),
        },
      ],
      remedy: driveRemedy(drive, [driveChange(drive, "snapshot", null)], {
        risks: [
          "from then on what the guest writes is kept: with snapshot=1 it was thrown away at every stop",
        ],
      }),
    };
  },
};
