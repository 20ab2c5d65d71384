import type { BackupJob } from "../../model/backup-job.ts";
import type { Aliases } from "./aliases.ts";
import { calendarEvent } from "./plain-values.ts";

/** When and whom stays; what somebody named does not. */
export function redactBackupJobs(jobs: readonly BackupJob[], aliases: Aliases): readonly BackupJob[] {
  return jobs.map(({ id, enabled, schedule, storage, node, guests, fleecing }) => ({
    id: aliases.name("name", id),
    enabled,
    ...(schedule === undefined ? {} : { schedule: calendarEvent(schedule) }),
    ...(storage === undefined ? {} : { storage: aliases.name("storage", storage) }),
    ...(node === undefined ? {} : { node: aliases.name("node", node) }),
    guests: guests.kind === "pool" ? { kind: "pool", pool: aliases.name("name", guests.pool) } : guests,
    ...(fleecing === undefined ? {} : { fleecing: redactFleecing(fleecing, aliases) }),
  }));
}

function redactFleecing(
  { enabled, storage }: NonNullable<BackupJob["fleecing"]>,
  aliases: Aliases,
): NonNullable<BackupJob["fleecing"]> {
  return { enabled, ...(storage === undefined ? {} : { storage: aliases.name("storage", storage) }) };
}
