import { notApplicable, open, pass } from "../../model/outcome.ts";
import type { Rule } from "../../model/rule.ts";
import { agentEnabled, optionEvidence, severityFor } from "../guest-options.ts";

export const agentSilent: Rule<"guest"> = {
  id: "guest/agent-silent",
  subject: "guest",
  severity: "warning",
  summary: "the guest agent is enabled and does not answer",
  needs: ["config", "run-state", "agent-answer"],
  check(guest) {
    const { running, agent } = guest.live;
    // A template never runs, and an agent that is off cannot answer: guest/agent-off speaks there.
    if (guest.template || !agentEnabled(guest)) return notApplicable;
    if (running.known && !running.value) return notApplicable;
    // An answer says that it runs, too.
    if (!agent.known) return open(agent.missing);
    if (agent.value.answers) return pass;
    return {
      kind: "fail",
      severity: severityFor(guest, "warning"),
      message: "agent is enabled and does not answer: backups go on without a freeze",
      evidence: [
        optionEvidence(guest, "agent"),
        { fact: "answer of the agent", value: "none", source: agent.source },
      ],
      remedy: {
        kind: "manual",
        steps: [
          guest.quadrant.os === "windows"
            ? "install the virtio guest tools in the guest; the service QEMU Guest Agent has to run"
            : "in the guest: install qemu-guest-agent, then systemctl enable --now qemu-guest-agent",
          "where it runs and stays silent: stop and start the guest once, its agent port is newer than its process",
        ],
        risks: [],
      },
    };
  },
};
