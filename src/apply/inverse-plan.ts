import type { Intent, Run } from "../model/journal.ts";
import type { GuestStep, HostStep, Plan, Refusal } from "../model/plan.ts";
import { isDriveKey } from "../model/syntax/drive-key.ts";
import { editDriveString } from "../model/syntax/drive-string.ts";
import { stepProblem } from "./check-step.ts";
import type { ClusterDoor } from "./cluster-door.ts";
import { guestPlaces } from "./guest-places.ts";
import { type GuestState, optionValue, othersHash } from "./guest-state.ts";
import { type Look, lookAt } from "./look.ts";
import { onlyWaits } from "./only-waits.ts";
import { optionChanges } from "./option-changes.ts";
import { sameValue } from "./same-value.ts";
import { writtenOptions } from "./written-options.ts";

type Undo =
  | { readonly kind: "guest"; readonly step: GuestStep }
  | { readonly kind: "host"; readonly step: HostStep }
  | { readonly kind: "refused"; readonly refusal: Refusal }
  | { readonly kind: "undone" };

/** What takes a run back, from the guests as they are now: only where they are still as the run left them. */
export async function inversePlan(
  run: Run,
  door: ClusterDoor,
  made: { readonly tool: Plan["tool"]; readonly now: string },
): Promise<Plan> {
  const places = guestPlaces(door);
  const undos: Undo[] = [];
  const last = lastIntents(run);
  for (const intent of writtenOptions(run)) {
    const { vmid } = intent;
    if (vmid === null) undos.push(undoHost(intent));
    else
      undos.push(undoGuest({ ...intent, vmid }, last.get(vmid) ?? intent, await lookAt(door, places, vmid)));
  }
  const none = { critical: 0, error: 0, warning: 0, note: 0 };
  return {
    schema: "lanekeeper/plan/1",
    tool: made.tool,
    createdAt: made.now,
    cluster: run.begin.cluster,
    snapshot: { takenAt: made.now, sources: [`journal ${run.begin.run}`], sha256: run.begin.plan },
    steps: undos.flatMap((undo) => (undo.kind === "guest" ? [undo.step] : [])),
    hostSteps: undos.flatMap((undo) => (undo.kind === "host" ? [undo.step] : [])),
    manual: [],
    refused: undos.flatMap((undo) => (undo.kind === "refused" ? [undo.refusal] : [])),
    prediction: { cleared: [], added: [], counts: { before: none, after: none } },
  };
}

function undoGuest(
  { step, vmid, option, before, to }: Intent & { readonly vmid: number },
  last: Intent,
  look: Look,
): Undo {
  const place = `${vmid} ${option}`;
  if (!look.ok) return refused(step, place, look.reason);
  const present = optionValue(look.state, option);
  if (sameValue(option, present, before)) return { kind: "undone" };
  if (!sameValue(option, present, to))
    return refused(step, place, `${option} is not as that run left it: ${present ?? "absent"}`);
  const back = wayBack(option, present, before);
  if (back === undefined) return refused(step, place, `there is no way back to ${before ?? "absent"}`);
  const shown = back.to === null ? ["--delete", option] : [`--${option}`, back.to];
  const undo: GuestStep = {
    id: step,
    vmid,
    name: look.state.current.get("name") ?? `VM ${vmid}`,
    node: look.node,
    digest: look.state.digest,
    option,
    from: present,
    to: back.to,
    changes: back.changes,
    clears: [],
    safety: "review",
    takesEffect: look.running && !onlyWaits(option, back.to, look.state) ? "after-stop-start" : "at-once",
    risks: isAsLeft(look.state, last) ? [] : [changedSince],
    argv: ["qm", "set", String(vmid), ...shown],
  };
  const problem = stepProblem(undo);
  return problem === undefined ? { kind: "guest", step: undo } : refused(step, place, problem);
}

const changedSince =
  "something else of it was changed since that run: look whether it is still the same guest, and whether this still fits";

/** Whether all else is as the run's last write to this guest found it. */
function isAsLeft(state: GuestState, { option, others }: Intent): boolean {
  return others === undefined || others === othersHash(state, option);
}

/** A guest's last intent of a run. */
function lastIntents({ records }: Run): ReadonlyMap<number, Intent> {
  const last = new Map<number, Intent>();
  for (const record of records)
    if (record.kind === "intent" && record.vmid !== null) last.set(record.vmid, record);
  return last;
}

/** The present string with the keys that differ set back: whatever else Proxmox VE made of it stays. */
function wayBack(
  option: string,
  present: string | null,
  before: string | null,
): Pick<GuestStep, "to" | "changes"> | undefined {
  if (!isDriveKey(option) || present === null || before === null)
    return { to: before, changes: [{ key: option, from: present, to: before }] };
  const changes = optionChanges(option, present, before);
  const edits = Object.fromEntries(changes.map(({ key, to }) => [key, to]));
  const to = editDriveString(present, edits);
  return sameValue(option, to, before) ? { to, changes } : undefined;
}

function undoHost({ step, node, option, before, to, commands }: Intent): Undo {
  if (commands === undefined || to === null)
    return refused(step, node, `what undoes \`${option}\` is not in the journal`);
  return {
    kind: "host",
    step: {
      id: step,
      node,
      argv: commands.inverse,
      inverse: commands.argv,
      read: commands.read,
      from: to,
      to: before ?? "",
      clears: [],
      safety: "review",
      takesEffect: "at-once",
      risks: [],
    },
  };
}

function refused(id: string, place: string, reason: string): Undo {
  return { kind: "refused", refusal: { finding: { id, rule: "rollback", severity: "note", place }, reason } };
}
