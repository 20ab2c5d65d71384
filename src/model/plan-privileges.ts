import { compareNaturally } from "./natural-order.ts";
import type { GuestStep, Plan } from "./plan.ts";
import { isDriveKey } from "./syntax/drive-key.ts";
import { readDrive } from "./syntax/drive-string.ts";
import { parseVolume, volumeName } from "./syntax/volume-id.ts";

/** A privilege that carrying out a plan takes at one path. */
export interface NeededPrivilege {
  /** Any one of them will do; the first is the least. Empty: no token has it, root@pam alone may. */
  readonly privileges: readonly string[];
  /** `/vms/201` */
  readonly path: string;
  /** What it is for: `scsi0`, `lanekeeper restart` … */
  readonly tells: readonly string[];
}

/** What an option takes (qemu-server API2/Qemu.pm check_vm_modify_config_perm, 9.2.6); all that a plan writes but drives. */
const privilegeOf: Readonly<Record<string, string>> = {
  agent: "VM.Config.Options",
  balloon: "VM.Config.Memory",
  machine: "VM.Config.HWType",
  scsihw: "VM.Config.HWType",
};

/**
 * What the one who applies the guest steps needs, sorted by path and privilege; host steps take root on their nodes.
 * `restart` is for the changes that wait: `apply` itself never restarts.
 */
export function privilegesOfPlan({ steps }: Pick<Plan, "steps">): readonly NeededPrivilege[] {
  const needs = new Map<string, { readonly need: NeededPrivilege; readonly tells: Set<string> }>();
  const add = (privileges: readonly string[], path: string, tells: string): void => {
    const key = `${path} ${privileges.join(" ")}`;
    const known = needs.get(key) ?? { need: { privileges, path, tells: [] }, tells: new Set() };
    known.tells.add(tells);
    needs.set(key, known);
  };
  if (steps.length > 0) add(["Sys.Audit"], "/", "which cluster this is");
  for (const step of steps) {
    const path = `/vms/${step.vmid}`;
    add(["VM.Audit"], path, "reading before and after");
    add(writing(step), path, step.option);
    for (const volume of volumesOf(step)) for (const need of foreign(volume, step)) add(...need, step.option);
    if (step.takesEffect === "after-stop-start") add(["VM.PowerMgmt"], path, "lanekeeper restart");
  }
  return [...needs.values()]
    .map(({ need, tells }) => ({ ...need, tells: [...tells] }))
    .sort((a, b) => compareNaturally(a.path, b.path) || (a.privileges.join() < b.privileges.join() ? -1 : 1));
}

function writing({ option }: GuestStep): readonly string[] {
  if (isDriveKey(option)) return ["VM.Config.Disk"];
  const privilege = privilegeOf[option];
  return privilege === undefined ? [] : [privilege];
}

/** The value before and the one to write are both looked at; of one drive they name the same volume. */
function volumesOf({ option, from, to }: GuestStep): readonly string[] {
  if (!isDriveKey(option)) return [];
  const files = [from, to].flatMap((text) => {
    const reading = text === null ? undefined : readDrive(option, text);
    return reading?.ok === true ? [reading.drive.file] : [];
  });
  return [...new Set(files)];
}

/** A volume of the guest's own takes nothing more (pve-storage PVE/Storage.pm check_volume_access, 9.1.7). */
function foreign(file: string, { vmid }: GuestStep): readonly (readonly [readonly string[], string])[] {
  const volume = parseVolume(file);
  if (volume.kind === "none") return [];
  if (volume.kind === "path") return [[[], `/vms/${vmid}`]];
  const { owner } = volumeName(undefined, volume.name);
  const storage = `/storage/${volume.storage}`;
  if (owner === vmid) return [];
  if (owner === undefined) return [[["Datastore.Allocate"], storage]];
  return [
    [["Datastore.Audit", "Datastore.AllocateSpace"], storage],
    [["VM.Config.Disk"], `/vms/${owner}`],
  ];
}
