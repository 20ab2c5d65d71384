import type { Finding } from "../model/audit-report.ts";
import type { FindingRef, GuestStep } from "../model/plan.ts";
import type { ResolvedGuest } from "../model/resolved.ts";
import { editDriveString, readDrive } from "../model/syntax/drive-string.ts";
import { writtenDrive } from "../model/written-drive.ts";
import { byHandOf, safetyOf } from "./part.ts";
import { risksOf } from "./risks.ts";
import type { Target } from "./target.ts";

interface Written {
  readonly option: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly changes: GuestStep["changes"];
}

/** One option, written by one call; undefined where its value is already what is wanted. */
export function guestStep(
  guest: ResolvedGuest,
  digest: string,
  target: Target,
  refOf: (finding: Finding) => FindingRef,
): GuestStep | undefined {
  const written = target.change.target === "drive" ? driveLine(guest, target) : optionLine(guest, target);
  if (written === undefined || written.changes.length === 0) return undefined;
  const { vmid, name, node } = guest;
  const { option, to } = written;
  const { parts } = target;
  return {
    id: target.id,
    vmid,
    name,
    node: node ?? "",
    digest,
    ...written,
    clears: parts.map(({ finding }) => refOf(finding)),
    safety: safetyOf(parts),
    takesEffect: parts.some(({ remedy }) => remedy.takesEffect === "after-stop-start")
      ? "after-stop-start"
      : "at-once",
    risks: risksOf(guest, target),
    ...byHandOf(parts),
    argv: ["qm", "set", String(vmid), ...(to === null ? ["--delete", option] : [`--${option}`, to])],
  };
}

/** The line is edited key by key, a pending one rather than the one in force. */
function driveLine(guest: ResolvedGuest, { change, edits }: Target): Written | undefined {
  if (change.target !== "drive") return undefined;
  const text = writtenDrive(guest, change.drive);
  const reading = text === undefined ? undefined : readDrive(change.drive, text);
  if (text === undefined || reading?.ok !== true) return undefined;
  const { options } = reading.drive;
  const changes = [...edits]
    .map(([key, to]) => ({ key, from: options[key] ?? null, to }))
    .filter(({ from, to }) => from !== to);
  const wanted = Object.fromEntries(changes.map(({ key, to }) => [key, to]));
  return { option: change.drive, from: text, to: editDriveString(text, wanted), changes };
}

function optionLine({ conf }: ResolvedGuest, { change, edits }: Target): Written | undefined {
  if (change.target !== "guest") return undefined;
  const { key } = change;
  const waits = conf.pending?.entries.get(key)?.value;
  const isGone = conf.pending?.deletes.has(key) === true;
  const from = waits ?? (isGone ? null : (conf.current.entries.get(key)?.value ?? null));
  const to = edits.get(key) ?? null;
  return { option: key, from, to, changes: from === to ? [] : [{ key, from, to }] };
}
