import { missingOutput } from "../../model/missing.ts";
import { notApplicable, type Outcome, open, pass } from "../../model/outcome.ts";
import type { ResolvedNode, ResolvedStorage } from "../../model/resolved.ts";
import type { Rule } from "../../model/rule.ts";
import { alwaysSharedTypes } from "../../model/storage.ts";
import { type Claim, claimOf, differingGroups } from "../shared-claim.ts";
import { missingAmong } from "../unknowns.ts";

export const sharedClaimUnproven: Rule<"storage"> = {
  id: "storage/shared-claim-unproven",
  subject: "storage",
  severity: "error",
  summary: "a storage is declared shared and lies on a device of one node",
  needs: ["storage-cfg", "node-count", "lvm", "file-system", "block-devices"],
  check({ storage, cluster }) {
    if (!storage.shared || alwaysSharedTypes.has(storage.entry.type) || !storage.enabled)
      return notApplicable;
    const { nodeCount } = cluster;
    if (nodeCount.known && nodeCount.value < 2) return notApplicable;
    const nodes = cluster.nodes.filter(({ name }) => storage.nodes?.has(name) !== false);
    if (nodeCount.known && nodes.length < 2) return notApplicable;
    const claims = nodes.map((node) => ({ node, claim: claimOf(storage, node) }));
    const local = claims.flatMap(({ node, claim }) =>
      claim.known && claim.value.kind === "local" ? [{ node, claim: claim.value }] : [],
    );
    const [first] = local;
    if (first !== undefined) return disproven(storage, first.node, first.claim);
    const different = differingGroups(storage, nodes);
    if (different !== undefined) return disproven(storage, different.node, different.claim);
    const proven = claims.filter(({ claim }) => claim.known && claim.value.kind === "shared");
    if (proven.length >= 2) return pass;
    return open(
      missingAmong(...claims.map(({ claim }) => claim)) ?? [
        missingOutput(
          null,
          `proof that storage ${storage.entry.id} is shared`,
          "vgs.json",
          "vgs --reportformat json",
        ),
      ],
    );
  },
};

function disproven({ entry, source }: ResolvedStorage, node: ResolvedNode, claim: Claim): Outcome {
  return {
    kind: "fail",
    message: `shared is 1 (written), but ${claim.text}: a guest that is moved or restarted elsewhere finds no disk, or another's`,
    evidence: [
      { fact: `storage ${entry.id}`, value: `${entry.type}, shared 1`, source },
      { fact: "what it lies on", value: claim.text, source: claim.source, node: node.name },
    ],
    remedy: {
      kind: "manual",
      takesEffect: "at-once",
      steps: [
        `look on every node whether it is the same device: vgs -o vg_name,vg_uuid, or findmnt -T ${entry.properties["path"] ?? "<path>"}`,
        `if it is not: pvesm set ${entry.id} --shared 0 --nodes ${node.name}, and take its guests out of HA until their disks are on shared or replicated storage`,
      ],
      commands: [{ argv: ["pvesm", "set", entry.id, "--shared", "0"], node: node.name }],
      gui: `Datacenter › Storage › ${entry.id} › Edit › Shared`,
      risks: ["guests on it can then no longer be moved without their disks: that is the truth already"],
    },
  };
}
