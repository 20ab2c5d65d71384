import type { ResolvedGuest } from "./resolved.ts";

/**
 * The drive string that a change has to edit: a pending one is edited rather than undone. undefined: the pending change
 * takes the disk away or makes it a CD-ROM, and any line would bring it back.
 */
export function writtenDrive(guest: ResolvedGuest, drive: string): string | undefined {
  const { pending, current } = guest.conf;
  if (pending?.deletes.has(drive) === true || isPendingMedium(guest, drive)) return undefined;
  return pending?.entries.get(drive)?.value ?? current.entries.get(drive)?.value;
}

/** A disk that will be a CD-ROM or a cloud-init drive has no settings to repair. */
function isPendingMedium({ conf, afterPending }: ResolvedGuest, drive: string): boolean {
  if (conf.pending?.entries.has(drive) !== true) return false;
  return afterPending?.drives.every(({ key }) => key !== drive) === true;
}
