import { missingNodeCount } from "../../model/missing.ts";
import { notApplicable, type Outcome, open, pass } from "../../model/outcome.ts";
import type { HaPlacement, ReplicationJob, ResolvedGuest } from "../../model/resolved.ts";
import type { Rule } from "../../model/rule.ts";
import { haEvidence, haOf, missingIn, neededVolumes } from "../guest-placement.ts";
import { openUnlessNone } from "../open-for.ts";
import { beyondReplicasRemedy } from "./ha-beyond-replicas.remedy.ts";

export const haBeyondReplicas: Rule<"guest"> = {
  id: "guest/ha-beyond-replicas",
  subject: "guest",
  severity: "error",
  summary: "HA may start a replicated guest on a node that has no replica",
  needs: ["config", "storage-cfg", "node-count", "ha", "replication"],
  check(guest) {
    const ha = haOf(guest);
    if (ha.known && ha.value === null) return notApplicable;
    const volumes = neededVolumes(guest).filter(({ shared }) => !(shared.known && shared.value));
    if (!volumes.some(mayBeReplicated)) return notApplicable;
    const replicated = volumes.some((volume) => volume.replicated.known && volume.replicated.value);
    const { replication } = guest;
    if (ha.known && ha.value !== null && replication.known && replicated) {
      return judged(guest, ha.value, replication.value);
    }
    const facts = volumes.flatMap((volume) => [volume.shared, volume.replicated]);
    return openUnlessNone(missingIn([ha, replication, ...facts]));
  },
};

function mayBeReplicated({ replicated }: ReturnType<typeof neededVolumes>[number]): boolean {
  return !replicated.known || replicated.value;
}

function judged(guest: ResolvedGuest, ha: HaPlacement, all: readonly ReplicationJob[]): Outcome {
  const jobs = all.filter(({ enabled }) => enabled);
  const names = guest.cluster.nodes.map(({ name }) => name);
  const allowed = ha.nodes === undefined ? names : names.filter((name) => ha.nodes?.has(name));
  const covered = new Set([guest.node, ...jobs.map(({ target }) => target)]);
  const without = allowed.filter((name) => !covered.has(name));
  if (without.length === 0) return pass;
  if (guest.node === null) return open([missingNodeCount]);
  return {
    kind: "fail",
    message: `HA may use ${without.join(", ")}, where no replica is; it would not start there`,
    evidence: [
      haEvidence(ha),
      ...jobs.map(({ id, target, source }) => ({ fact: `replication ${id}`, value: `to ${target}`, source })),
    ],
    remedy: beyondReplicasRemedy(guest, all, covered, without),
  };
}
