import { type BackupJob, takesAlong } from "../../model/backup-job.ts";
import { checklistFor } from "../../model/guest-checklist.ts";
import type { GuestPage, PageBackups } from "../../model/guest-page.ts";
import type { Policy } from "../../model/policy.ts";
import type { ResolvedCluster, ResolvedGuest } from "../../model/resolved.ts";
import { guestTopology } from "./guest-topology.ts";
import { seenInside } from "./seen-inside.ts";

/** What is known of a guest beyond what is judged: its way down to the disks, its backups, and what its agent told. */
export function guestPage(guest: ResolvedGuest, policy: Policy): GuestPage {
  const { vmid, node, cluster, quadrant, live } = guest;
  const { fileSystems, volumes } = live.inside ?? {};
  return {
    topology: guestTopology(guest, policy),
    backups: pageBackups(cluster, (job) => takesAlong(job, vmid, node)),
    fileSystems: listed(fileSystems),
    storedVolumes: listed(volumes),
    checklist: checklistFor(quadrant.os).map((item) => {
      const seen = seenInside(item.id, live);
      return seen === undefined ? item : { ...item, seen };
    }),
  };
}

function listed<T>(
  told: { readonly value: readonly T[] } | { readonly failed: string } | undefined,
): { readonly list: readonly T[] } | { readonly notRead: string } | null {
  if (told === undefined) return null;
  return "value" in told ? { list: told.value } : { notRead: told.failed };
}

/** The jobs that concern something, or may (`undefined`); null: nobody asked for jobs. */
export function pageBackups(
  { backupJobs }: ResolvedCluster,
  concerns: (job: BackupJob) => boolean | undefined,
): PageBackups | null {
  if (backupJobs === undefined) return null;
  if (!("value" in backupJobs)) return { notRead: backupJobs.failed };
  const jobs = backupJobs.value.flatMap((job) => {
    const does = concerns(job);
    return does === false ? [] : [{ ...job, certain: does === true }];
  });
  return { jobs };
}
