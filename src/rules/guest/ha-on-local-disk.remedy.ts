import type { Remedy } from "../../model/change.ts";
import type { ResolvedGuest } from "../../model/resolved.ts";
import type { NeededVolume } from "../guest-placement.ts";
import { guestGui } from "../remedies.ts";

/** Three ways out, the best first. Which storage or node it shall be is the person's choice, so no command is ready. */
export function localDiskRemedy(guest: ResolvedGuest, left: readonly NeededVolume[]): Remedy {
  const { vmid } = guest;
  const keys = left.map(({ key }) => key).join(", ");
  const replicable = left.every(({ storage }) => storage?.entry.type === "zfspool");
  return {
    kind: "manual",
    takesEffect: "at-once",
    steps: [
      `either move ${keys} to shared storage: ${left.map(({ key }) => `\`qm move-disk ${vmid} ${key} <shared storage>\``).join(", ")}`,
      replicable
        ? `or replicate it to every node HA may use: \`pvesr create-local-job ${vmid}-<n> <node>\` (up to one interval is lost on failover)`
        : "or move the disks to a zfspool storage that the other nodes have too, and replicate the guest",
      `or take it out of HA: \`ha-manager remove vm:${vmid}\``,
    ],
    gui: guestGui(guest, "Hardware › (disk) › Disk Action › Move Storage"),
    risks: ["until then, the loss of its node leaves the guest where its disks are not, and HA keeps trying"],
  };
}
