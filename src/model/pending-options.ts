import type { GuestReading } from "./syntax/guest-conf.ts";

/** Options that wait for a stop and start, those to be deleted included; sorted. */
export function pendingOptions({ pending }: Pick<GuestReading, "pending">): readonly string[] {
  return pending === undefined
    ? []
    : [...new Set([...pending.entries.keys(), ...pending.deletes.keys()])].sort();
}
