import { pass } from "../../model/outcome.ts";
import type { ResolvedGuest } from "../../model/resolved.ts";
import type { Rule } from "../../model/rule.ts";
import { editProperties } from "../../model/syntax/property-string.ts";
import { agentEnabled, formatOf, optionEvidence, propertiesOf, severityFor } from "../guest-options.ts";
import { refusedLinesRisk } from "../refused-lines.ts";
import { guestChange, guestGui, takesEffect } from "../remedies.ts";

export const agentOff: Rule<"guest"> = {
  id: "guest/agent-off",
  subject: "guest",
  severity: "warning",
  summary: "the guest agent is not enabled",
  needs: ["config"],
  check(guest) {
    if (agentEnabled(guest)) return pass;
    const written = guest.option("agent");
    const inForce = written === undefined ? "off (default, nobody set it)" : `off (written: ${written})`;
    return {
      kind: "fail",
      severity: severityFor(guest, "warning"),
      message: `agent is ${inForce}; backups cannot quiesce the guest's file systems`,
      evidence: [optionEvidence(guest, "agent")],
      remedy: {
        kind: "change",
        safety: "safe",
        takesEffect: takesEffect(guest),
        changes: [guestChange(guest, "agent", enabled(guest))],
        gui: guestGui(guest, "Options › QEMU Guest Agent › Use QEMU Guest Agent"),
        steps: ["install and start qemu-guest-agent inside the guest"],
        risks: [
          "while the agent does not answer, a shutdown through Proxmox VE waits until it times out",
          ...refusedLinesRisk(guest),
        ],
      },
    };
  },
};

/** The other keys stay as they are; a value that Proxmox VE refuses has none to keep. */
function enabled(guest: ResolvedGuest): string {
  const format = formatOf("agent");
  const readable = propertiesOf(guest, "agent").size > 0;
  return format === undefined || !readable
    ? "1"
    : editProperties(guest.option("agent") ?? "", { enabled: "1" }, format);
}
