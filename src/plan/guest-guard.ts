import type { Finding } from "../model/audit-report.ts";
import type { Change } from "../model/change.ts";
import { pendingOptions } from "../model/pending-options.ts";
import type { ResolvedGuest } from "../model/resolved.ts";
import { couldAllocate, isCdrom, isCloudInit, readDrive } from "../model/syntax/drive-string.ts";
import type { unseenLines } from "../model/unseen-lines.ts";
import { writtenDrive } from "../model/written-drive.ts";

/** Why nothing of a guest may be written; undefined: it may. */
export function whyNotGuest(
  guest: ResolvedGuest,
  digest: string | undefined,
  unseen: ReturnType<typeof unseenLines>,
): string | undefined {
  const { conf, node, unreadable } = guest;
  if (node === null) return "its node is not known";
  const lock = conf.current.entries.get("lock")?.value;
  if (lock !== undefined) return `it is locked (${lock})`;
  if (conf.current.entries.has("snapstate")) return "a snapshot of it is being made or removed";
  if (unreadable.length > 0) {
    const keys = unreadable.map(({ key }) => key).join(", ");
    return `Proxmox VE cannot read its ${keys} and would lose the line with any write; repair that by hand first`;
  }
  if (digest === undefined)
    return "its config was not read byte for byte, so nobody could tell whether it changed";
  if (unseen === "likely")
    return `its file is not what the API shows: it has a line that Proxmox VE cannot read and any write would lose, or was edited by hand; --from ssh://root@${node} or a copy of /etc/pve tells`;
  const waiting = pendingOptions(guest.conf);
  return waiting.length > 0 && isOff(guest) === true
    ? `it is off, and ${waiting.join(", ")} is saved and waits: any write would put that in force too; start it or revert that first`
    : undefined;
}

/** undefined: nobody told. */
function isOff({ template, live: { running } }: ResolvedGuest): boolean | undefined {
  if (template) return true;
  return running.known ? !running.value : undefined;
}

/** A guest that is off takes over everything that waits with any write (QemuServer.pm vmconfig_apply_pending, 9.2.6). */
export function waitingRisk(guest: ResolvedGuest): readonly string[] {
  const waiting = pendingOptions(guest.conf);
  return waiting.length > 0 && isOff(guest) === undefined
    ? [
        `${waiting.join(", ")} is saved and waits; if the guest is off by then, it is left alone, because any write would put that in force`,
      ]
    : [];
}

type GuestChange = Extract<Change, { readonly target: "guest" | "drive" }>;

/** Why this line of it may not be written. */
export function whyNotOption(
  guest: ResolvedGuest,
  change: GuestChange,
  finding: Pick<Finding, "pendingOnly">,
): string | undefined {
  const pendingOnly = finding.pendingOnly === true;
  return change.target === "drive"
    ? whyNotDrive(guest, change.drive, pendingOnly)
    : whyNotPending(guest, change.key, pendingOnly);
}

/** What was worked out from the value in force would undo what somebody else has saved. */
function whyNotPending({ conf }: ResolvedGuest, key: string, pendingOnly: boolean): string | undefined {
  if (pendingOnly || conf.pending === undefined) return undefined;
  const waits = conf.pending.entries.has(key) || conf.pending.deletes.has(key);
  return waits ? `another change of ${key} is saved and waits for a stop and start` : undefined;
}

/** A drive's line is edited, so it has to be a plain disk's, and name a volume that is there. */
function whyNotDrive(guest: ResolvedGuest, key: string, pendingOnly: boolean): string | undefined {
  const text = writtenDrive(guest, key);
  if (text === undefined) return `a pending change takes ${key} away`;
  const reading = readDrive(key, text);
  if (!reading.ok) return `Proxmox VE cannot read ${key}: ${reading.reason}`;
  const { drive } = reading;
  if (drive.bus === "efidisk" || drive.bus === "tpmstate" || drive.bus === "unused")
    return `${key} is no data drive`;
  if (isCdrom(drive) || isCloudInit(drive)) return `${key} is no disk`;
  if (couldAllocate(text))
    return `its volume reads like an order for a new disk, which Proxmox VE would make`;
  const current = guest.conf.current.entries.get(key)?.value;
  const inForce = current === undefined ? undefined : readDrive(key, current);
  const isOther = inForce?.ok !== true || inForce.drive.file !== drive.file;
  return isOther && !pendingOnly ? `a pending change puts another volume on ${key}` : undefined;
}
