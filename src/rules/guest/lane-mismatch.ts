import { notApplicable, type Outcome, open, pass } from "../../model/outcome.ts";
import type { Lane, ResolvedGuest } from "../../model/resolved.ts";
import type { Rule } from "../../model/rule.ts";
import { hostpciKeys, optionEvidence } from "../guest-options.ts";
import { missingForLane, missingIn, severalNodes } from "../guest-placement.ts";
import { openUnlessNone } from "../open-for.ts";
import { laneRemedy, passthroughRemedy } from "./lane-mismatch.remedy.ts";

export const laneMismatch: Rule<"guest"> = {
  id: "guest/lane-mismatch",
  subject: "guest",
  severity: "warning",
  summary: "a guest is not in the lane it belongs to",
  needs: ["config", "storage-cfg", "node-count", "replication", "mappings"],
  check(guest) {
    const several = severalNodes(guest);
    if (guest.lane === "none" || (several.known && !several.value)) return notApplicable;
    const declared = lanes.filter((lane) => guest.intents.has(`lane:${lane}`));
    const outcome = declared.length > 0 ? againstDeclared(guest, declared) : undeclared(guest);
    return outcome.kind === "fail" && !several.known ? open(several.missing) : outcome;
  },
};

const lanes = ["shared", "replicated", "local"] as const satisfies readonly Lane[];

function againstDeclared(guest: ResolvedGuest, declared: readonly (typeof lanes)[number][]): Outcome {
  const { lane, laneReasons } = guest;
  // Two declared lanes cannot both be right, whatever the actual one is.
  if (lane === "unknown" && declared.length === 1)
    return openUnlessNone([...missingIn([severalNodes(guest)]), ...missingForLane(guest)]);
  if (declared.every((one) => one === lane)) return pass;
  return {
    kind: "fail",
    message: `declared lane ${declared.join(" and ")}, but it is ${lane}: ${laneReasons[0]?.text ?? "no reason"}`,
    evidence: laneReasons.map(({ text, source }) => ({
      fact: "lane",
      value: text,
      source: source ?? guest.file,
    })),
    remedy: laneRemedy(guest, declared[0] ?? "shared"),
  };
}

/** A guest that a PCI device ties to its node gains nothing from shared storage. */
function undeclared(guest: ResolvedGuest): Outcome {
  const devices = hostpciKeys(guest);
  if (devices.length === 0) return notApplicable;
  const { devicePinned } = guest;
  const shared = guest.drives.filter((drive) => drive.shared.known && drive.shared.value);
  const doubts = guest.drives.flatMap((drive) => (drive.shared.known ? [] : drive.shared.missing));
  if (shared.length === 0) return openUnlessNone(doubts);
  if (!devicePinned.known) return open(devicePinned.missing);
  // A mapped device that migrates live leaves the guest free to move.
  const ties = guest.pinned.filter(({ key }) => devices.includes(key));
  if (ties.length === 0) return pass;
  if (!ties.some(({ certain }) => certain)) return openUnlessNone(missingIn([guest.cluster.pciMappings]));
  return {
    kind: "fail",
    severity: "note",
    message: `${devices.join(", ")} ties it to its node, yet ${shared.map(({ key }) => key).join(", ")} is on shared storage; nobody declared its lane`,
    evidence: [
      ...devices.map((key) => optionEvidence(guest, key)),
      ...shared.map(({ key, text, source }) => ({ fact: key, value: text, source })),
    ],
    remedy: passthroughRemedy(guest, shared),
  };
}
