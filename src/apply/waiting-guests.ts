import type { ClusterSnapshot } from "../model/cluster.ts";
import type { PendingOutput, WaitingGuest } from "../model/run-output.ts";
import { parseGuestConf } from "../model/syntax/guest-conf.ts";

/** The guests that wait for a stop and start, whoever made the change. */
export function waitingGuests({ guests, unreadable }: ClusterSnapshot): PendingOutput {
  const waiting = guests.flatMap(({ vmid, node, config }) => {
    const { current, pending } = parseGuestConf(config);
    const keys = new Set([...(pending?.entries.keys() ?? []), ...(pending?.deletes.keys() ?? [])]);
    if (keys.size === 0) return [];
    const options = [...keys].sort().map((option) => ({
      option,
      now: current.entries.get(option)?.value ?? null,
      after: pending?.entries.get(option)?.value ?? null,
    }));
    const guest: WaitingGuest = { vmid, name: current.entries.get("name")?.value ?? "", node, options };
    return [guest];
  });
  const unread = unreadable.filter(({ path }) => /qemu-server|nodes\/$|^\d+\.conf$/.test(path));
  return {
    schema: "lanekeeper/pending/1",
    guests: waiting.sort((a, b) => a.vmid - b.vmid),
    unread: unread.map(({ path, reason }) => ({ path, reason })),
  };
}
