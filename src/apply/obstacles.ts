import type { GuestStep } from "../model/plan.ts";
import { isDriveKey } from "../model/syntax/drive-key.ts";
import { readDrive } from "../model/syntax/drive-string.ts";
import { ownName, parseVolume } from "../model/syntax/volume-id.ts";
import { waitingOptions } from "./guest-state.ts";
import type { Look } from "./look.ts";

type Seen = Extract<Look, { readonly ok: true }>;

/** What high availability may be doing with a guest that stays where it is (pve-ha-manager Manager.pm, 5.0). */
const restingStates: ReadonlySet<string> = new Set(["started", "stopped", "disabled", "ignored"]);

/** Why nothing may be written to the guest right now; undefined: nothing stands against it. `own`: options of ours. */
export function obstacle(
  { state, ha, running }: Seen,
  { vmid, option, from }: GuestStep,
  own: ReadonlySet<string>,
): string | undefined {
  const lock = state.current.get("lock");
  if (lock !== undefined)
    return lock === "backup" ? `${vmid} is being backed up (lock: backup)` : `${vmid} is locked (${lock})`;
  if (ha !== undefined && !restingStates.has(ha)) return `high availability is busy with ${vmid} (${ha})`;
  // where the plan knows of it, or it is a run of ours that is taken back, this step brings it back
  if (state.deletes.has(option) && from !== null) return `${option} waits to be removed`;
  const others = waitingOptions(state).filter((waits) => !own.has(waits));
  // any write to it would put that in force (QemuServer.pm vmconfig_apply_pending, 9.2.6)
  if (!running && others.length > 0)
    return `${vmid} is off, and ${others.join(", ")} waits, which no step of ours saved: a write would put that in force too; start it or revert that first`;
  return isDriveKey(option) && state.current.get("template") !== "1"
    ? baseProblem(option, from ?? "")
    : undefined;
}

/** A base volume belongs to a template, and clones stand on it. */
function baseProblem(option: string, text: string): string | undefined {
  const reading = readDrive(option, text);
  const volume = reading.ok ? parseVolume(reading.drive.file) : undefined;
  const own = volume?.kind === "volume" ? ownName(volume.name) : "";
  return /(?:^|\/)base(?:vol)?-\d+-/.test(own)
    ? `${option} is a template's base volume in a guest that is none`
    : undefined;
}
