import type { Intent, Run } from "../model/journal.ts";
import type { GuestStep, HostStep, Plan, Refusal } from "../model/plan.ts";
import { isDriveKey } from "../model/syntax/drive-key.ts";
import { editDriveString } from "../model/syntax/drive-string.ts";
import type { ClusterDoor } from "./cluster-door.ts";
import { guestPlaces } from "./guest-places.ts";
import { optionValue } from "./guest-state.ts";
import { lookAt } from "./look.ts";
import { differences, sameValue, valueParts } from "./same-value.ts";
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
  for (const intent of writtenOptions(run))
    undos.push(intent.vmid === null ? undoHost(intent) : await undoGuest(intent, intent.vmid, door, places));
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

async function undoGuest(
  { step, option, before, to }: Intent,
  vmid: number,
  door: ClusterDoor,
  places: ReturnType<typeof guestPlaces>,
): Promise<Undo> {
  const place = `${vmid} ${option}`;
  const look = await lookAt(door, places, vmid);
  if (!look.ok) return refused(step, place, look.reason);
  const present = optionValue(look.state, option);
  if (sameValue(option, present, before)) return { kind: "undone" };
  if (!sameValue(option, present, to))
    return refused(step, place, `${option} is not as that run left it: ${present ?? "absent"}`);
  const back = wayBack(option, present, before);
  if (back === undefined) return refused(step, place, `there is no way back to ${before ?? "absent"}`);
  const shown = back.to === null ? ["--delete", option] : [`--${option}`, back.to];
  return {
    kind: "guest",
    step: {
      id: step,
      vmid,
      name: look.state.current.get("name") ?? String(vmid),
      node: look.node,
      digest: look.state.digest,
      option,
      from: present,
      to: back.to,
      changes: back.changes,
      clears: [],
      safety: "review",
      takesEffect: look.running ? "after-stop-start" : "at-once",
      risks: [],
      argv: ["qm", "set", String(vmid), ...shown],
    },
  };
}

/** The present string with the keys that differ set back: whatever else Proxmox VE made of it stays. */
function wayBack(
  option: string,
  present: string | null,
  before: string | null,
): Pick<GuestStep, "to" | "changes"> | undefined {
  if (!isDriveKey(option) || present === null || before === null)
    return { to: before, changes: [{ key: option, from: present, to: before }] };
  const [now, then] = [valueParts(option, present), valueParts(option, before)];
  const changes = (differences(option, present, before) ?? []).map((key) => ({
    key,
    from: now?.get(key) ?? null,
    to: then?.get(key) ?? null,
  }));
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
