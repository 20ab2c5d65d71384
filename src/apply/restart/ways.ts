import type { ApiAnswer } from "../../connect/api/api-answer.ts";
import { answerText, type ClusterDoor, type Form, mayStillCome } from "../cluster-door.ts";
import type { GuestPlaces } from "../guest-places.ts";
import { type Look, lookAt } from "../look.ts";
import { taskFailure } from "./task-failure.ts";

export interface RestartOptions {
  /** Seconds a guest has to shut down. */
  readonly timeout: number;
  /** Whether it may be stopped hard when they are over. */
  readonly hard: boolean;
  /** Milliseconds. */
  readonly wait: (milliseconds: number) => Promise<void>;
}

export type Seen = Extract<Look, { readonly ok: true }>;

export interface Restarting {
  readonly door: ClusterDoor;
  readonly places: GuestPlaces;
  readonly vmid: number;
  readonly before: Seen;
  readonly options: RestartOptions;
}

/** Takes a guest down and up again. Returns what went wrong; undefined: it runs. */
export type RestartWay = (at: Restarting) => Promise<string | undefined>;

/** Proxmox VE counts the time-out itself; its answer may come a little later. Seconds. */
const grace = 30;
/** The manager and the node's part of it look every 10 and 5 s (pve-ha-manager CRM.pm, LRM.pm, 5.2). Seconds. */
const rounds = 60;
const startWithin = 120;
const between = 2;

export const shutDownAndStart: RestartWay = async (at) => {
  const { timeout, hard } = at.options;
  const form = { timeout: String(timeout), ...(hard ? { forceStop: "1" } : {}) };
  const asked = await ask(at, at.before, "shutdown", form);
  if (asked.refusal !== undefined) return asked.refusal;
  const stopped = await until(at, ({ running }) => !running, timeout + grace);
  if (stopped === undefined)
    return `it still runs after ${timeout} s and ${hard ? "could not be stopped hard" : "was not stopped hard"}; it was asked to shut down, so it may still end: then start it`;
  return await startAgain(at, stopped, startWithin);
};

/**
 * For what high availability manages: Proxmox VE hands the request on to it, and it stops hard when the time is over
 * (qemu-server API2/Qemu.pm vm_shutdown; pve-ha-manager Resources/PVEVM.pm shutdown, `forceStop => 1`). Stopping also
 * sets the requested state, which would outlive a failure here: it is `started` again in the end, whatever happened.
 */
export const stopAndStartThroughHa: RestartWay = async (at) => {
  const { timeout } = at.options;
  const asked = await ask(at, at.before, "shutdown", { timeout: String(timeout) });
  if (asked.refusal !== undefined) return asked.refusal;
  const stopped = await until(at, ({ running }) => !running, timeout + grace + rounds);
  if (stopped !== undefined) return await startAgain(at, stopped, startWithin + rounds);
  const back = await ask(at, at.before, "start", {});
  return `high availability did not stop it within ${timeout + grace + rounds} s; ${
    back.answer.ok ? "it was asked for `started` again" : stillStopped(at.vmid, back.text)
  }`;
};

/**
 * For what high availability manages, without ever stopping it hard: a reboot is a shutdown and a start that leaves
 * the requested state alone, takes over what waits, and gives up when the guest does not end (qemu-server QemuServer.pm
 * vm_reboot calls _do_vm_stop without force, 9.2.6).
 */
export const rebootWhatHaManages: RestartWay = async (at) => {
  const { timeout } = at.options;
  const { pid, node } = at.before;
  const asked = await ask(at, at.before, "reboot", { timeout: String(timeout) });
  if (asked.refusal !== undefined) return asked.refusal;
  const isNew = (look: Seen): boolean => look.running && look.pid !== undefined && look.pid !== pid;
  const again = await until(at, isNew, timeout + grace + startWithin);
  if (again !== undefined)
    return again.node === node
      ? undefined
      : `it runs on ${again.node} now: whether it was restarted or only moved is not known`;
  const now = await lookAt(at.door, at.places, at.vmid);
  if (!now.ok) return `it was asked to reboot, and could not be read again: ${now.reason}`;
  return !now.running
    ? "it is stopped, and high availability did not start it again yet"
    : `it still runs after ${timeout} s and was not stopped hard; if it ends later, high availability starts it`;
};

async function startAgain(at: Restarting, stopped: Seen, within: number): Promise<string | undefined> {
  const { answer, text, refusal } = await ask(at, stopped, "start", {});
  let failure = refusal;
  const isOver = async (): Promise<boolean> => {
    failure ??= await taskFailure(at.door, stopped.node, answer);
    return failure !== undefined;
  };
  if ((await until(at, ({ running }) => running, within, isOver)) !== undefined) return undefined;
  const why = `it is stopped and did not start: ${failure ?? (answer.ok ? "no reason was given" : text)}`;
  return at.before.ha === undefined || answer.ok ? why : `${why}; ${stillStopped(at.vmid, "")}`;
}

function stillStopped(vmid: number, reason: string): string {
  const because = reason === "" ? "" : `: ${reason}`;
  return `high availability may keep it stopped${because}; ha-manager set vm:${vmid} --state started`;
}

interface Asked {
  readonly answer: ApiAnswer;
  /** Empty where it was granted. */
  readonly text: string;
  /** Nothing was done, and why; no answer at all is none. */
  readonly refusal: string | undefined;
}

async function ask(at: Restarting, { node }: Seen, what: string, form: Form): Promise<Asked> {
  const path = `/nodes/${node}/qemu/${at.vmid}/status/${what}`;
  const answer = await at.door.post(path, form);
  const text = answer.ok ? "" : answerText(path, answer);
  return { answer, text, refusal: answer.ok || mayStillCome(answer) ? undefined : text };
}

/** Looks until the guest is so, also where it moved; undefined: it was not within the time, seconds, or it `isOver`. */
async function until(
  { door, places, vmid, options }: Restarting,
  isSo: (look: Seen) => boolean,
  within: number,
  isOver: () => Promise<boolean> = async () => false,
): Promise<Seen | undefined> {
  for (let waited = 0; ; waited += between) {
    // asked before the look: what ended well in between is seen
    const last = waited >= within || (await isOver());
    const look = await lookAt(door, places, vmid);
    if (look.ok && isSo(look)) return look;
    if (last) return undefined;
    await options.wait(between * 1000);
  }
}
