import type { Remedy } from "../../model/change.ts";
import type { ReplicationJob, ResolvedGuest } from "../../model/resolved.ts";
import { guestGui } from "../remedies.ts";

/** A replica on every node HA may use, or HA only where a replica is. */
export function beyondReplicasRemedy(
  guest: ResolvedGuest,
  jobs: readonly ReplicationJob[],
  covered: ReadonlySet<string | null>,
  without: readonly string[],
): Remedy {
  const { vmid } = guest;
  const next = 1 + Math.max(-1, ...jobs.map(({ id }) => Number(id.split("-")[1] ?? 0)));
  const create = without.map((node, index) => `\`pvesr create-local-job ${vmid}-${next + index} ${node}\``);
  const nodes = [...covered].filter((node) => node !== null).join(",");
  return {
    kind: "manual",
    takesEffect: "at-once",
    steps: [
      `either replicate to every node HA may use, if it has the storage: ${create.join(", ")}`,
      `or let HA use only the nodes with a replica: \`ha-manager rules add node-affinity replicas-${vmid} --resources vm:${vmid} --nodes ${nodes} --strict 1\` (before Proxmox VE 9: a restricted group)`,
    ],
    gui: guestGui(guest, "Replication › Add"),
    risks: ["a replica takes space on its node, and a failover loses what was written since the last run"],
  };
}
