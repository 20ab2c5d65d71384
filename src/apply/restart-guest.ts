import type { RestartResult } from "../model/run-output.ts";
import { answerText, type ClusterDoor } from "./cluster-door.ts";
import type { GuestPlaces } from "./guest-places.ts";
import { type Look, lookAt } from "./look.ts";
import { isRow } from "./rows.ts";

export interface RestartOptions {
  /** Seconds a guest has to shut down. */
  readonly timeout: number;
  /** Whether it may be stopped hard when they are over. */
  readonly hard: boolean;
  /** Milliseconds. */
  readonly wait: (milliseconds: number) => Promise<void>;
}

type Seen = Extract<Look, { readonly ok: true }>;

/** Shuts one guest down, starts it, and looks whether what waited is in force. Never stops it hard unless told. */
export async function restartGuest(
  door: ClusterDoor,
  places: GuestPlaces,
  vmid: number,
  options: RestartOptions,
): Promise<RestartResult> {
  const before = await lookAt(door, places, vmid);
  if (!before.ok) return { vmid, outcome: "refused", took: [], message: before.reason };
  const { node } = before;
  const waiting = [...new Set([...before.state.waiting.keys(), ...before.state.deletes])].sort();
  const end = (outcome: RestartResult["outcome"], message?: string): RestartResult => ({
    vmid,
    node,
    outcome,
    took: outcome === "restarted" ? waiting : [],
    ...(message === undefined ? {} : { message }),
  });
  const hindrance = whyNot(before, options);
  if (hindrance !== undefined) return end("refused", hindrance);
  const base = `/nodes/${node}/qemu/${vmid}`;
  const pid = await pidOf(door, base);
  const asked = await door.post(`${base}/status/shutdown`, {
    timeout: String(options.timeout),
    ...(options.hard ? { forceStop: "1" } : {}),
  });
  if (!asked.ok && asked.status !== 0) return end("failed", answerText(`${base}/status/shutdown`, asked));
  if (!(await becomes(door, base, "stopped", options.timeout + grace, options)))
    return end(
      "failed",
      `it still runs after ${options.timeout} s and was not stopped hard; it was asked to shut down, so it may still end: then start it`,
    );
  const started = await door.post(`${base}/status/start`, {});
  if (!(await becomes(door, base, "running", startWithin, options)))
    return end(
      "failed",
      `it is stopped and did not start: ${started.ok ? "no reason was given" : answerText(`${base}/status/start`, started)}`,
    );
  return await verified(end, { door, places, before, waiting, pid, base, options });
}

/** Proxmox VE counts the time-out itself; its answer may come a little later. Seconds. */
const grace = 30;
const startWithin = 120;
const agentWithin = 120;
const between = 2;

function whyNot({ state, running, ha }: Seen, { hard }: RestartOptions): string | undefined {
  const lock = state.current.get("lock");
  if (lock !== undefined) return `it is locked (${lock})`;
  if (!running) return "it does not run: what waits is taken over when it starts";
  // pve-ha-manager Resources/PVEVM.pm shutdown: `forceStop => 1`
  if (ha !== undefined && !hard)
    return "high availability manages it, and stops hard what does not shut down in time: --hard agrees to that";
  return undefined;
}

/** Polls until the guest is so; false: it was not within the time, seconds. */
async function becomes(
  door: ClusterDoor,
  base: string,
  wanted: "running" | "stopped",
  within: number,
  { wait }: RestartOptions,
): Promise<boolean> {
  for (let waited = 0; ; waited += between) {
    const answer = await door.get(`${base}/status/current`);
    if (answer.ok && isRow(answer.data) && answer.data["status"] === wanted) return true;
    if (waited >= within) return false;
    await wait(between * 1000);
  }
}

async function pidOf(door: ClusterDoor, base: string): Promise<number | undefined> {
  const answer = await door.get(`${base}/status/current`);
  const pid = answer.ok && isRow(answer.data) ? answer.data["pid"] : undefined;
  return typeof pid === "number" ? pid : undefined;
}

interface Verification {
  readonly door: ClusterDoor;
  readonly places: GuestPlaces;
  readonly before: Seen;
  readonly waiting: readonly string[];
  readonly pid: number | undefined;
  readonly base: string;
  readonly options: RestartOptions;
}

/** A new process, nothing that waited waits any more, and the agent is there where it should be. */
async function verified(
  end: (outcome: RestartResult["outcome"], message?: string) => RestartResult,
  { door, places, before, waiting, pid, base, options }: Verification,
): Promise<RestartResult> {
  const after = await lookAt(door, places, Number(base.split("/").at(-1)));
  if (!after.ok) return end("failed", `it runs, and could not be read again: ${after.reason}`);
  const left = waiting.filter((key) => after.state.waiting.has(key) || after.state.deletes.has(key));
  if (left.length > 0) return end("failed", `it runs, and ${left.join(", ")} still waits`);
  const now = await pidOf(door, base);
  if (pid !== undefined && now === pid)
    return end("failed", "the same process runs on: nothing was taken over");
  if (!/^(?:.*,)?(?:enabled=)?1(?:,|$)/.test(before.state.current.get("agent") ?? ""))
    return end("restarted");
  const agentAnswers = await agentComes(door, base, options);
  if (agentAnswers === undefined) return end("restarted", "its agent may not be asked");
  const done = end(
    agentAnswers ? "restarted" : "failed",
    agentAnswers ? undefined : `it runs, and its agent does not answer within ${agentWithin} s`,
  );
  return { ...done, agentAnswers };
}

/** undefined: the right to ask is missing. */
async function agentComes(
  door: ClusterDoor,
  base: string,
  { wait }: RestartOptions,
): Promise<boolean | undefined> {
  for (let waited = 0; waited <= agentWithin; waited += between) {
    const answer = await door.post(`${base}/agent/ping`, {});
    if (answer.ok) return true;
    if (answer.status === 403 || answer.status === 501) return undefined;
    await wait(between * 1000);
  }
  return false;
}
