import type { GuestStep } from "../model/plan.ts";
import { isDriveKey } from "../model/syntax/drive-key.ts";

/**
 * Keys of a drive that the running process takes over, or has no part in. All others it only reads when it starts, also
 * those that Proxmox VE writes at once and does not list as pending (QemuServer.pm vmconfig_update_disk, 9.2.6).
 */
const live = /^(?:backup|replicate|shared|(?:bps|mbps|iops)(?:_rd|_wr)?(?:_max)?(?:_length)?)$/;

/** Whether a change that is no longer listed as pending is in force in a guest that runs. */
export function holdsWhileRunning({ option, changes }: Pick<GuestStep, "option" | "changes">): boolean {
  return !isDriveKey(option) || changes.every(({ key }) => live.test(key));
}
