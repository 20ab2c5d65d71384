import { notApplicable, type Outcome, pass } from "../../model/outcome.ts";
import type { HaPlacement, ResolvedGuest } from "../../model/resolved.ts";
import type { Rule } from "../../model/rule.ts";
import {
  haEvidence,
  haOf,
  isLocal,
  missingIn,
  type NeededVolume,
  neededVolumes,
  placeOf,
  staysOnItsNode,
  volumePlaceEvidence,
} from "../guest-placement.ts";
import { openUnlessNone } from "../open-for.ts";
import { localDiskRemedy } from "./ha-on-local-disk.remedy.ts";

export const haOnLocalDisk: Rule<"guest"> = {
  id: "guest/ha-on-local-disk",
  subject: "guest",
  severity: "critical",
  summary: "HA would start a guest on a node that does not have its disks",
  needs: ["config", "storage-cfg", "node-count", "ha", "replication"],
  check(guest) {
    const ha = haOf(guest);
    if (ha.known && ha.value === null) return notApplicable;
    const volumes = neededVolumes(guest);
    if (volumes.length === 0) return notApplicable;
    const left = volumes.filter(isLeftBehind);
    const doubts = missingIn(volumes.flatMap(doubtsOf));
    if (ha.known && ha.value !== null && left.length > 0) return failure(guest, ha.value, left);
    if (left.length + doubts.length === 0) return pass;
    return openUnlessNone([...missingIn([ha]), ...doubts]);
  },
};

/** Neither shared nor replicated, and nothing unknown about it. */
function isLeftBehind(volume: NeededVolume): boolean {
  return isLocal(volume) && volume.replicated.known && !volume.replicated.value;
}

/** The facts that would have to be known to call a volume safe. */
function doubtsOf(volume: NeededVolume): readonly NeededVolume["shared"][] {
  if (volume.replicated.known && volume.replicated.value) return [];
  return volume.shared.known && volume.shared.value ? [] : [volume.shared, volume.replicated];
}

function failure(guest: ResolvedGuest, ha: HaPlacement, left: readonly NeededVolume[]): Outcome {
  const stays = staysOnItsNode(guest, ha);
  const where = left.map(placeOf).join(", ");
  return {
    kind: "fail",
    severity: stays ? "note" : "critical",
    message: stays
      ? `HA keeps it on one node, whose loss it cannot survive: ${where} not shared, not replicated`
      : `HA may start it on a node without its disks: ${where} not shared, not replicated`,
    evidence: [haEvidence(ha), ...left.map(volumePlaceEvidence)],
    remedy: localDiskRemedy(guest, left),
  };
}
