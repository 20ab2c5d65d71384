/** A job of `GET /cluster/backup`. */
export interface BackupJob {
  readonly id: string;
  readonly enabled: boolean;
  /** A calendar event: `21:00`, `sat 18:15`. */
  readonly schedule?: string;
  /** Absent: a folder of its own, or what vzdump.conf of the node says. */
  readonly storage?: string;
  /** Only the guests of this node. */
  readonly node?: string;
  readonly guests:
    | { readonly kind: "all"; readonly but: readonly number[] }
    | { readonly kind: "some"; readonly vmids: readonly number[] }
    /** Who is in it, the job does not say. */
    | { readonly kind: "pool"; readonly pool: string };
  /** Absent: as vzdump.conf of the node says, which the API does not tell. */
  readonly fleecing?: { readonly enabled: boolean; readonly storage?: string };
}

/** Whether a job takes a guest along; undefined: nobody can tell from here. `node` null: not known. */
export function takesAlong(
  { guests, node: only }: BackupJob,
  vmid: number,
  node: string | null,
): boolean | undefined {
  const chosen =
    guests.kind === "pool"
      ? undefined
      : guests.kind === "all"
        ? !guests.but.includes(vmid)
        : guests.vmids.includes(vmid);
  if (chosen === false || only === undefined || only === node) return chosen;
  return node === null ? undefined : false;
}
