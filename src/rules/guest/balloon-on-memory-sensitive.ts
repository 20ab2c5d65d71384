import { notApplicable, type Outcome, pass } from "../../model/outcome.ts";
import type { ResolvedGuest } from "../../model/resolved.ts";
import type { Rule } from "../../model/rule.ts";
import { fixedMemoryRemedy } from "../fixed-memory.ts";
import { balloonInForce, balloonOff, hostpciKeys, isMinorSystem, optionEvidence } from "../guest-options.ts";

export const balloonOnMemorySensitive: Rule<"guest"> = {
  id: "guest/balloon-on-memory-sensitive",
  subject: "guest",
  severity: "warning",
  summary: "a guest that does badly without its memory may have it taken away",
  needs: ["config"],
  check(guest) {
    // With hostpci the memory cannot be given back at all: guest/passthrough-without-fixed-memory speaks.
    if (isMinorSystem(guest) || hostpciKeys(guest).length > 0) return notApplicable;
    const declared = (["memory-sensitive", "infrastructure"] as const).find((intent) =>
      guest.intents.has(intent),
    );
    if (declared === undefined && guest.quadrant.os !== "windows") return notApplicable;
    return balloonOff(guest) ? pass : failure(guest, declared);
  },
};

function failure(guest: ResolvedGuest, declared: string | undefined): Outcome {
  const why = declared === undefined ? "Windows does badly under memory pressure" : `declared ${declared}`;
  return {
    kind: "fail",
    severity: declared === undefined ? "note" : "warning",
    message: `${balloonInForce(guest)}; ${why}`,
    evidence: [optionEvidence(guest, "balloon"), optionEvidence(guest, "memory")],
    remedy: fixedMemoryRemedy(guest),
  };
}
