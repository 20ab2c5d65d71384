import { missingAgentAnswer } from "../../model/missing.ts";
import { notApplicable, open } from "../../model/outcome.ts";
import type { Rule } from "../../model/rule.ts";
import { agentEnabled } from "../guest-options.ts";

export const agentSilent: Rule<"guest"> = {
  id: "guest/agent-silent",
  subject: "guest",
  severity: "warning",
  summary: "the guest agent is enabled and does not answer",
  needs: ["config", "run-state", "agent-answer"],
  check(guest) {
    // A template never runs, and an agent that is off cannot answer: guest/agent-off speaks there.
    if (guest.template || !agentEnabled(guest)) return notApplicable;
    return open([missingAgentAnswer(guest.node)]);
  },
};
