import type { ProcessView, RestartResult } from "../../model/run-output.ts";
import { isDriveKey } from "../../model/syntax/drive-key.ts";
import { isAgentEnabled } from "../../model/syntax/guest-options.ts";
import type { ClusterDoor } from "../cluster-door.ts";
import type { GuestPlaces } from "../guest-places.ts";
import { waitingOptions } from "../guest-state.ts";
import { lookAt } from "../look.ts";
import { type AgentSays, agentAfter, agentBefore } from "./ask-agent.ts";
import { askProcess } from "./ask-process.ts";
import { whyNot } from "./before-restart.ts";
import {
  type Restarting,
  type RestartOptions,
  rebootWhatHaManages,
  type Seen,
  shutDownAndStart,
  stopAndStartThroughHa,
} from "./ways.ts";

/** Shuts one guest down, starts it, and looks whether what waited is in force. Never stops it hard unless told. */
export async function restartGuest(
  door: ClusterDoor,
  places: GuestPlaces,
  vmid: number,
  options: RestartOptions,
): Promise<RestartResult> {
  const before = await lookAt(door, places, vmid);
  if (!before.ok) return { vmid, outcome: "refused", took: [], message: before.reason };
  const waiting = waitingOptions(before.state);
  const end: End = (outcome, message, seen = {}) => ({
    vmid,
    node: seen.node ?? before.node,
    outcome,
    took: outcome === "restarted" ? waiting : [],
    ...(seen.process === undefined ? {} : { process: seen.process }),
    ...(seen.agentAnswers === undefined ? {} : { agentAnswers: seen.agentAnswers }),
    ...(message === undefined ? {} : { message }),
  });
  const hindrance = whyNot(before, options);
  if (hindrance !== undefined) return end("refused", hindrance);
  const at = { door, places, vmid, before, options };
  const agent = await agentBefore(door, pathOf(before, vmid), before.state);
  const trouble = await wayFor(before, options)(at);
  return trouble === undefined ? await verified(end, { ...at, agent }, waiting) : end("failed", trouble);
}

type End = (outcome: RestartResult["outcome"], message?: string, seen?: WhatWasSeen) => RestartResult;

type WhatWasSeen = Pick<RestartResult, "node" | "process" | "agentAnswers">;

/** `agent`: what it said before the guest went down; undefined: it was not enabled. */
type Restarted = Restarting & { readonly agent: AgentSays | undefined };

const pathOf = ({ node }: Seen, vmid: number): string => `/nodes/${node}/qemu/${vmid}`;

function wayFor({ ha }: Seen, { hard }: RestartOptions): typeof shutDownAndStart {
  if (ha === undefined) return shutDownAndStart;
  return hard ? stopAndStartThroughHa : rebootWhatHaManages;
}

/** A new process with what was meant, nothing that waited waits any more, and an agent that answered before answers. */
async function verified(end: End, at: Restarted, waiting: readonly string[]): Promise<RestartResult> {
  const { door, before } = at;
  const after = await lookAt(door, at.places, at.vmid);
  if (!after.ok) return end("failed", `it runs, and could not be read again: ${after.reason}`);
  const { node, state } = after;
  const left = waiting.filter((key) => state.waiting.has(key) || state.deletes.has(key));
  if (left.length > 0) return end("failed", `it runs, and ${left.join(", ")} still waits`, { node });
  if (before.pid !== undefined && after.pid === before.pid)
    return end("failed", "the same process runs on: nothing was taken over", { node });
  const base = pathOf(after, at.vmid);
  const took = waiting.filter(isDriveKey);
  const drives = took.length > 0 ? took : [...state.current.keys()].filter(isDriveKey);
  const process = await askProcess(door, base, { before: before.state, after: state, drives });
  const { wait } = at.options;
  const agent = isAgentEnabled(state.current.get("agent"))
    ? await agentAfter(door, base, { before: at.agent, wait })
    : {};
  const seen = { node, process, ...(agent.answers === undefined ? {} : { agentAnswers: agent.answers }) };
  const other = differences(process);
  if (other !== undefined) return end("failed", `it runs, and ${other}`, seen);
  if (agent.failure !== undefined) return end("failed", `it runs, and ${agent.failure}`, seen);
  return end("restarted", agent.note, seen);
}

function differences({ checks }: ProcessView): string | undefined {
  const other = checks
    .filter(({ outcome }) => outcome === "differs")
    .map(({ drive, property, wanted, found }) => `${drive} ${property} ${found ?? ""} instead of ${wanted}`);
  return other.length === 0 ? undefined : `its process has ${other.join(", ")}`;
}
