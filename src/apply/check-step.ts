import type { GuestStep } from "../model/plan.ts";
import { isDriveKey, parseDriveKey } from "../model/syntax/drive-key.ts";
import {
  couldAllocate,
  editDriveString,
  isCdrom,
  isCloudInit,
  readDrive,
} from "../model/syntax/drive-string.ts";
import { differences, valueParts } from "./same-value.ts";

/** Options besides drives that a plan may write. Anything else in a plan was not put there by us. */
const writable: ReadonlySet<string> = new Set(["agent", "balloon", "machine", "scsihw"]);

/** Why a step must not be carried out, whoever wrote the plan; undefined: it may. */
export function stepProblem(step: GuestStep): string | undefined {
  const { option, from, to } = step;
  if ([from ?? "", to ?? "", option].some((text) => /[^\x20-\x7e\u00a0-\uffff]/.test(text)))
    return "a value holds a control character";
  if (from === null && to === null) return "it changes nothing";
  if (isDriveKey(option)) return from === null || to === null ? wholeDrive : driveProblem(step, from, to);
  if (!writable.has(option)) return `${option} is no option that a plan writes`;
  for (const text of [from, to])
    if (text !== null && valueParts(option, text) === undefined)
      return `Proxmox VE would not read ${option}: ${text}`;
  return undefined;
}

const wholeDrive = "a plan changes keys of a drive and neither adds nor removes one";

function driveProblem(step: GuestStep, from: string, to: string): string | undefined {
  const { option } = step;
  const bus = parseDriveKey(option)?.bus;
  if (bus === "efidisk" || bus === "tpmstate" || bus === "unused") return `${option} is never written`;
  if (couldAllocate(from) || couldAllocate(to)) return "the volume could be read as one to allocate";
  const [old, wanted] = [readDrive(option, from), readDrive(option, to)];
  if (!old.ok || !wanted.ok) return `Proxmox VE would not read ${option}`;
  for (const { drive } of [old, wanted])
    if (isCdrom(drive) || isCloudInit(drive) || drive.file === "none" || drive.file === "cdrom")
      return `${option} is a CD-ROM or cloud-init drive, and these are never written`;
  return losslessProblem(step, from, to);
}

/** The string to write is the old one with the named keys changed, and nothing else. */
function losslessProblem({ option, changes }: GuestStep, from: string, to: string): string | undefined {
  const edits = Object.fromEntries(changes.map((change) => [change.key, change.to]));
  // `format=` beside a volume that says its own may go, and never come
  const reformats = (edits["format"] ?? null) !== null;
  if ("file" in edits || "volume" in edits || "media" in edits || "size" in edits || reformats)
    return "it would exchange the volume, its format or its size";
  const unnamed = differences(option, from, to)?.filter((key) => !(key in edits)) ?? [];
  if (unnamed.length > 0) return `it would also change ${unnamed.join(", ")}, which the plan does not name`;
  return edited(from, edits) === to
    ? undefined
    : "the value to write is not the old one with the named keys changed";
}

function edited(from: string, edits: Readonly<Record<string, string | null>>): string | undefined {
  try {
    return editDriveString(from, edits);
  } catch {
    return undefined; // a value that no property string can hold
  }
}
