import { notApplicable, pass } from "../../model/outcome.ts";
import type { Rule } from "../../model/rule.ts";
import { fixedMemoryRemedy } from "../fixed-memory.ts";
import { balloonInForce, balloonOff, hostpciKeys, isMinorSystem, optionEvidence } from "../guest-options.ts";

export const passthroughWithoutFixedMemory: Rule<"guest"> = {
  id: "guest/passthrough-without-fixed-memory",
  subject: "guest",
  severity: "warning",
  summary: "a guest with a passed-through PCI device keeps a balloon that cannot work",
  needs: ["config"],
  check(guest) {
    const devices = hostpciKeys(guest);
    if (devices.length === 0 || isMinorSystem(guest)) return notApplicable;
    if (balloonOff(guest)) return pass;
    return {
      kind: "fail",
      message: `${balloonInForce(guest)}; all memory is held in place by ${devices.length > 2 ? `${devices.length} PCI devices` : devices.join(", ")}`,
      evidence: [optionEvidence(guest, "balloon"), ...devices.map((key) => optionEvidence(guest, key))],
      remedy: fixedMemoryRemedy(guest),
    };
  },
};
