import type { ApiAnswer } from "../../connect/api/api-answer.ts";
import { isAgentEnabled } from "../../model/syntax/guest-options.ts";
import type { ClusterDoor } from "../cluster-door.ts";
import type { GuestState } from "../guest-state.ts";

/** What a guest's agent says to a ping. `unknown`: nobody could tell, by a missing right or on the way. */
export type AgentSays = "answers" | "silent" | "not-allowed" | "unknown";

/** What of its agent counts: whether the new one answers, and where that makes the restart failed. */
interface AgentView {
  readonly answers?: boolean;
  readonly failure?: string;
  /** What is worth saying of a guest that is restarted all the same. */
  readonly note?: string;
}

/** Seconds. */
const agentWithin = 120;
const between = 2;

/** Before the guest goes down: an agent that was silent already proves nothing by its silence afterwards. */
export async function agentBefore(
  door: ClusterDoor,
  base: string,
  { current }: GuestState,
): Promise<AgentSays | undefined> {
  return isAgentEnabled(current.get("agent")) ? await ping(door, base) : undefined;
}

/** `before`: what it said; undefined: it was not enabled, so a change that waited has enabled it. */
export async function agentAfter(
  door: ClusterDoor,
  base: string,
  { before, wait }: { readonly before: AgentSays | undefined; readonly wait: Wait },
): Promise<AgentView> {
  const says = before === "silent" ? await ping(door, base) : await agentComes(door, base, wait);
  if (says === "answers") return { answers: true };
  if (says === "not-allowed") return { note: "its agent may not be asked" };
  if (before === "silent") return { answers: false, note: "its agent does not answer, nor did it before" };
  const silence = `its agent does not answer within ${agentWithin} s`;
  if (before === "answers") return { answers: false, failure: silence };
  const whether = before === undefined ? "it was enabled just now" : "whether it did before is not known";
  return { answers: false, note: `${silence}; ${whether}: is it installed in the guest?` };
}

type Wait = (milliseconds: number) => Promise<void>;

async function agentComes(door: ClusterDoor, base: string, wait: Wait): Promise<AgentSays> {
  for (let waited = 0; ; waited += between) {
    const says = await ping(door, base);
    if (says === "answers" || says === "not-allowed" || waited >= agentWithin) return says;
    await wait(between * 1000);
  }
}

async function ping(door: ClusterDoor, base: string): Promise<AgentSays> {
  return said(await door.post(`${base}/agent/ping`, {}));
}

/** 500 is the node's own word that no agent answers; anything else is not about the agent. */
function said(answer: ApiAnswer): AgentSays {
  if (answer.ok) return "answers";
  if (answer.status === 403 || answer.status === 501) return "not-allowed";
  return answer.status === 500 ? "silent" : "unknown";
}
