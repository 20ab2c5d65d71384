import type { ClusterSnapshot } from "../model/cluster.ts";
import { identityOf } from "../model/cluster-id.ts";
import type { Run } from "../model/journal.ts";
import { pendingOptions } from "../model/pending-options.ts";
import type { PendingOutput, WaitingGuest } from "../model/run-output.ts";
import { parseGuestConf } from "../model/syntax/guest-conf.ts";
import { optionChanges } from "./option-changes.ts";
import { sameValue } from "./same-value.ts";

/** The guests that wait for a stop and start, whoever made the change. `runs`: what our journals tell, oldest first. */
export function waitingGuests(snapshot: ClusterSnapshot, runs: readonly Run[] = []): PendingOutput {
  const { id } = identityOf(snapshot);
  const ours = runs.filter(({ begin }) => begin.cluster.id === id).reverse();
  const waiting = snapshot.guests.flatMap(({ vmid, node, config }) => {
    const { current, pending } = parseGuestConf(config);
    const keys = pendingOptions({ pending });
    if (keys.length === 0) return [];
    const options = keys.map((option) => {
      const now = current.entries.get(option)?.value ?? null;
      const after = pending?.entries.get(option)?.value ?? null;
      const run = ours.find((one) => hasSaved(one, vmid, option, after));
      const { at } = run?.begin ?? {};
      const from = run === undefined || at === undefined ? {} : { run: { run: run.begin.run, at } };
      return { option, now, after, changes: optionChanges(option, now, after), ...from };
    });
    const guest: WaitingGuest = { vmid, name: current.entries.get("name")?.value ?? "", node, options };
    return [guest];
  });
  const unread = snapshot.unreadable.filter(({ path }) => /qemu-server|nodes\/$|^\d+\.conf$/.test(path));
  return {
    schema: "lanekeeper/pending/1",
    guests: waiting.sort((a, b) => a.vmid - b.vmid),
    unread: unread.map(({ path, reason }) => ({ path, reason })),
  };
}

function hasSaved({ records }: Run, vmid: number, option: string, value: string | null): boolean {
  return records.some(
    (record) =>
      record.kind === "intent" &&
      record.vmid === vmid &&
      record.option === option &&
      sameValue(option, record.to, value),
  );
}
