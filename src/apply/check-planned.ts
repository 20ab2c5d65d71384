import type { GuestStep, HostStep, Plan } from "../model/plan.ts";
import { isDriveKey } from "../model/syntax/drive-key.ts";

/** Keys of a drive that rules change. Any other in a plan was not put there by us. */
export const plannedKeys: ReadonlySet<string> = new Set([
  "aio",
  "cache",
  "discard",
  "format",
  "iothread",
  "replicate",
  "rerror",
  "snapshot",
  "ssd",
  "werror",
]);

/** Of these a rule only ever takes one away: set, they throw writes away or hide that they failed. */
const onlyTaken: ReadonlySet<string> = new Set(["format", "rerror", "snapshot", "werror"]);

/**
 * What no plan of ours says, although a person may write it, and a rollback may bring it back: it is asked of a plan's
 * file alone. undefined: nothing.
 */
export function unplanned({
  steps,
  hostSteps,
}: Pick<Plan, "steps" | "hostSteps">): { readonly id: string; readonly what: string } | undefined {
  for (const step of [...steps, ...hostSteps]) {
    const what = "vmid" in step ? unplannedKey(step) : unplannedProperty(step);
    if (what !== undefined) return { id: step.id, what };
  }
  return undefined;
}

/** The one value that rules give an option; another controller can be one that the guest cannot start from. */
const onlyValue: ReadonlyMap<string, string> = new Map([
  ["balloon", "0"],
  ["scsihw", "virtio-scsi-single"],
]);

function unplannedKey({ option, to: value, changes }: GuestStep): string | undefined {
  if (!isDriveKey(option)) {
    const isPlanned = value !== null && value === (onlyValue.get(option) ?? value);
    return isPlanned ? undefined : `${option}: ${value ?? "(deleted)"}`;
  }
  const stray = changes.find(
    ({ key, to }) =>
      !plannedKeys.has(key) || (onlyTaken.has(key) && to !== null) || (key === "cache" && to === "unsafe"),
  );
  return stray === undefined ? undefined : `${stray.key}=${stray.to ?? ""}`;
}

function unplannedProperty({ argv }: HostStep): string | undefined {
  return argv[0] === "zfs" && argv[2] === "sync=disabled" ? argv[2] : undefined;
}
