import type { DriveReport, GuestReport } from "../model/audit-report.ts";
import type { HaPlacement, ResolvedDrive, ResolvedGuest } from "../model/resolved.ts";

/** A guest as the report shows it: what is in force now, and what is pending. */
export function guestReport(guest: ResolvedGuest): GuestReport {
  const { vmid, name, node, lane, laneReasons, pinned, quadrant, template, tags, machine } = guest;
  return {
    vmid,
    name,
    node,
    lane,
    laneReasons,
    pinned,
    quadrant,
    template,
    ...(guest.live.running.known ? { running: guest.live.running.value } : {}),
    tags,
    machine: `${machine.major}.${machine.minor}`,
    ...(machine.certain ? {} : { machineAssumed: true as const }),
    scsihw: guest.option("scsihw") ?? "lsi",
    ...placementOf(guest),
    ...(guest.intents.size === 0 ? {} : { intents: [...guest.intents.keys()] }),
    drives: guest.drives.map((drive) => driveReport(drive, guest)),
    volumes: guest.volumes
      .filter(({ role }) => role !== "pending")
      .map(({ key, volume, role, storage }) => ({
        key,
        volume: volume.text,
        role,
        storage: storage?.entry.id ?? null,
      })),
    unreadable: guest.unreadable.map(({ key, value, reason }) => ({ key, value, reason })),
    ...pendingOf(guest),
  };
}

function placementOf({ ha, replication }: ResolvedGuest): Pick<GuestReport, "ha" | "replication"> {
  return {
    ...(ha.known ? { ha: haOf(ha.value) } : {}),
    ...(replication.known
      ? {
          replication: replication.value.map(({ target, schedule, enabled }) => ({
            target,
            schedule,
            enabled,
          })),
        }
      : {}),
  };
}

function haOf(placement: HaPlacement | null): Exclude<GuestReport["ha"], undefined> {
  if (placement === null) return null;
  const { state, nodes } = placement;
  return nodes === undefined ? { state } : { state, nodes: [...nodes] };
}

function pendingOf({ conf, afterPending }: ResolvedGuest): Pick<GuestReport, "pending"> | undefined {
  if (conf.pending === undefined || afterPending === undefined) return undefined;
  const deletes = [...conf.pending.deletes.keys()].map((key): [string, null] => [key, null]);
  const sets = [...conf.pending.entries.values()].map(({ key, value }): [string, string] => [key, value]);
  return { pending: Object.fromEntries([...deletes, ...sets]) };
}

function driveReport(drive: ResolvedDrive, guest: ResolvedGuest): DriveReport {
  const { key, volume, storage, backing, medium, format, options, settings } = drive;
  return {
    key,
    volume: volume.text,
    storage: storage?.entry.id ?? (volume.kind === "volume" ? volume.storage : null),
    storageType: storage?.entry.type ?? null,
    backing,
    medium: medium.known ? medium.value : "unknown",
    format,
    options,
    settings: settings.known ? settings.value : null,
    ...pendingDrive(key, guest),
  };
}

/** What a drive will be after the next stop and start, where its line or the controller is about to change. */
function pendingDrive(
  key: string,
  { conf, afterPending }: ResolvedGuest,
): Pick<DriveReport, "pending"> | undefined {
  if (conf.pending === undefined || afterPending === undefined) return undefined;
  if (conf.pending.deletes.has(key)) return { pending: { delete: true } };
  const value = conf.pending.entries.get(key)?.value;
  const after = afterPending.drives.find((drive) => drive.key === key);
  if (value === undefined || after === undefined) return undefined;
  return { pending: { value, settings: after.settings.known ? after.settings.value : null } };
}
