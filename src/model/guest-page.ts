import type { BackupJob } from "./backup-job.ts";
import type { ChecklistItem } from "./guest-checklist.ts";
import type { GuestFileSystem, StoredVolume } from "./guest-inside.ts";
import type { TopologyHop } from "./topology.ts";

/** What `show` tells of a guest beyond the audit; nothing of it is judged. */
export interface GuestPage {
  /** The way down to the disks from each of its lines, by key. */
  readonly topology: Readonly<Record<string, TopologyHop>>;
  /** The jobs that take it along, or may; null: nobody asked for jobs. */
  readonly backups: PageBackups | null;
  /** As its agent told; null: it was not asked. */
  readonly fileSystems: { readonly list: readonly GuestFileSystem[] } | { readonly notRead: string } | null;
  /** As its storages list them; null: they were not asked. */
  readonly storedVolumes: { readonly list: readonly StoredVolume[] } | { readonly notRead: string } | null;
  /** What to look at inside the guest. */
  readonly checklist: readonly SeenItem[];
}

/** `notRead`: why. */
export type PageBackups = { readonly jobs: readonly PageBackup[] } | { readonly notRead: string };

export interface PageBackup extends BackupJob {
  /** False where the job does not say who is in it. */
  readonly certain: boolean;
}

export interface SeenItem extends ChecklistItem {
  /** What the agent told of it. `settled`: there is nothing left to look at. */
  readonly seen?: { readonly text: string; readonly settled: boolean };
}
