import type { ProcessView, RestartResult } from "../../model/run-output.ts";
import { isDriveKey } from "../../model/syntax/drive-key.ts";
import { isAgentEnabled } from "../../model/syntax/guest-options.ts";
import type { ClusterDoor } from "../cluster-door.ts";
import type { GuestPlaces } from "../guest-places.ts";
import { lookAt } from "../look.ts";
import { askProcess } from "./ask-process.ts";
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
  const waiting = [...new Set([...before.state.waiting.keys(), ...before.state.deletes])].sort();
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
  const trouble = await wayFor(before, options)(at);
  return trouble === undefined ? await verified(end, at, waiting) : end("failed", trouble);
}

type End = (outcome: RestartResult["outcome"], message?: string, seen?: WhatWasSeen) => RestartResult;

type WhatWasSeen = Pick<RestartResult, "node" | "process" | "agentAnswers">;

const agentWithin = 120;
const between = 2;

function wayFor({ ha }: Seen, { hard }: RestartOptions): typeof shutDownAndStart {
  if (ha === undefined) return shutDownAndStart;
  return hard ? stopAndStartThroughHa : rebootWhatHaManages;
}

function whyNot({ state, running, ha, pid }: Seen, { hard }: RestartOptions): string | undefined {
  const lock = state.current.get("lock");
  if (lock !== undefined) return `it is locked (${lock})`;
  if (!running) return "it does not run: what waits is taken over when it starts";
  if (ha !== undefined && ha !== "started")
    return `high availability has it as ${ha}: only what it has as started is restarted`;
  if (ha !== undefined && !hard && pid === undefined)
    return "its process is not told, so a restart could not be seen";
  return undefined;
}

/** A new process with what was meant, nothing that waited waits any more, and the agent is there where it should be. */
async function verified(end: End, at: Restarting, waiting: readonly string[]): Promise<RestartResult> {
  const { door, before } = at;
  const after = await lookAt(door, at.places, at.vmid);
  if (!after.ok) return end("failed", `it runs, and could not be read again: ${after.reason}`);
  const { node, state } = after;
  const left = waiting.filter((key) => state.waiting.has(key) || state.deletes.has(key));
  if (left.length > 0) return end("failed", `it runs, and ${left.join(", ")} still waits`, { node });
  if (before.pid !== undefined && after.pid === before.pid)
    return end("failed", "the same process runs on: nothing was taken over", { node });
  const base = `/nodes/${node}/qemu/${at.vmid}`;
  const took = waiting.filter(isDriveKey);
  const drives = took.length > 0 ? took : [...state.current.keys()].filter(isDriveKey);
  const process = await askProcess(door, base, { before: before.state, after: state, drives });
  const agentAnswers = isAgentEnabled(state.current.get("agent")) ? await agentComes(at, base) : undefined;
  const seen = { node, process, ...(typeof agentAnswers === "boolean" ? { agentAnswers } : {}) };
  const other = differences(process);
  if (other !== undefined) return end("failed", `it runs, and ${other}`, seen);
  if (agentAnswers === false)
    return end("failed", `it runs, and its agent does not answer within ${agentWithin} s`, seen);
  return end("restarted", agentAnswers === "not-allowed" ? "its agent may not be asked" : undefined, seen);
}

function differences({ checks }: ProcessView): string | undefined {
  const other = checks
    .filter(({ outcome }) => outcome === "differs")
    .map(({ drive, property, wanted, found }) => `${drive} ${property} ${found ?? ""} instead of ${wanted}`);
  return other.length === 0 ? undefined : `its process has ${other.join(", ")}`;
}

async function agentComes({ door, options }: Restarting, base: string): Promise<boolean | "not-allowed"> {
  for (let waited = 0; waited <= agentWithin; waited += between) {
    const answer = await door.post(`${base}/agent/ping`, {});
    if (answer.ok) return true;
    if (answer.status === 403 || answer.status === 501) return "not-allowed";
    await options.wait(between * 1000);
  }
  return false;
}
