import type { GuestStep, Plan } from "../../src/model/plan.ts";
import { isDriveKey } from "../../src/model/syntax/drive-key.ts";
import { editDriveString } from "../../src/model/syntax/drive-string.ts";
import { parseGuestConf } from "../../src/model/syntax/guest-conf.ts";
import { type ClusterState, guestFiles } from "../simulated-pve/cluster-state.ts";
import { digestOf } from "../simulated-pve/endpoints/guest-values.ts";

export interface WantedChange {
  readonly vmid: number;
  readonly option: string;
  /** Of a drive its keys, else `{ "": value }`. */
  readonly edits: Readonly<Record<string, string | null>>;
}

const none = { critical: 0, error: 0, warning: 0, note: 0 };

/** A plan for the cluster as it stands, written without `plan`: only its shape is what apply sees. */
export function planFor(
  state: ClusterState,
  wanted: readonly WantedChange[],
  more: Partial<Plan> = {},
): Plan {
  const nodes = [...state.nodes.keys()].sort();
  return {
    schema: "lanekeeper/plan/1",
    tool: { name: "test", version: "1" },
    createdAt: "2026-11-22T09:00:00.000Z",
    cluster: { name: state.name, id: [state.name, ...nodes].join(" ") },
    snapshot: { takenAt: "2026-11-22T09:00:00.000Z", sources: ["test"], sha256: "0".repeat(64) },
    steps: wanted.flatMap((change) => stepFor(state, change)),
    hostSteps: [],
    manual: [],
    refused: [],
    prediction: { cleared: [], added: [], counts: { before: none, after: none } },
    ...more,
  };
}

function stepFor(state: ClusterState, { vmid, option, edits }: WantedChange): readonly GuestStep[] {
  const guest = guestFiles(state).find((one) => one.vmid === vmid);
  if (guest === undefined) throw new Error(`no guest ${vmid}`);
  const { current, pending } = parseGuestConf(guest.text);
  const from = pending?.entries.get(option)?.value ?? current.entries.get(option)?.value ?? null;
  const to = isDriveKey(option) && from !== null ? editDriveString(from, edits) : (edits[""] ?? null);
  const changes = isDriveKey(option)
    ? Object.entries(edits).map(([key, value]) => ({ key, from: null, to: value }))
    : [{ key: option, from, to }];
  const step: GuestStep = {
    id: `${vmid}-${option}`,
    vmid,
    name: current.entries.get("name")?.value ?? "",
    node: guest.node,
    digest: digestOf(guest.text),
    option,
    from,
    to,
    changes,
    clears: [
      { id: `${vmid}${option}`, rule: "drive/iothread-off", severity: "error", place: `${vmid} ${option}` },
    ],
    safety: "safe",
    takesEffect: "after-stop-start",
    risks: [],
    argv: [],
  };
  return [step];
}
