import { readFileSync } from "node:fs";
import type { Agent } from "node:https";
import { z } from "zod";
import { ask } from "../../test/simulated-pve/ask.ts";
import { guestPath } from "../../test/simulated-pve/cluster-state.ts";
import type { SimulatedPve } from "../../test/simulated-pve/simulated-pve.ts";
import { compareJson } from "../captures/compare.ts";

const transcript = z.object({
  id: z.string(),
  node: z.string(),
  vmid: z.number(),
  running: z.boolean(),
  /** The file before and after. */
  before: z.string(),
  after: z.string(),
  params: z.record(z.string(), z.string()),
  status: z.number(),
  reason: z.string(),
  body: z.unknown(),
  /** What `GET …/pending` said afterwards. */
  pending: z.array(z.unknown()),
});

/** One write to a real Proxmox VE. */
export type Transcript = z.infer<typeof transcript>;

export function readTranscripts(file: string): readonly Transcript[] {
  const lines = readFileSync(file, "utf8").split("\n");
  return lines.filter((line) => line !== "").map((line) => transcript.parse(JSON.parse(line)));
}

export interface Client {
  readonly agent: Agent;
  readonly authorization: string;
}

/** Does it to the simulation, and says where that differs. */
export async function replay(
  pve: SimulatedPve,
  { agent, authorization }: Client,
  { node, vmid, running, before, ...expected }: Transcript,
): Promise<readonly string[]> {
  const file = guestPath(node, vmid);
  pve.state.files.set(file, before);
  setRunning(pve, vmid, running);
  const headers = { Authorization: authorization, "Content-Type": "application/x-www-form-urlencoded" };
  const path = `/nodes/${node}/qemu/${vmid}`;
  const answer = await ask(pve, `${path}/config`, { method: "PUT", form: expected.params, headers, agent });
  const pending = JSON.parse((await ask(pve, `${path}/pending`, { headers, agent })).body) as {
    data: unknown;
  };
  return [
    ...line("status", `${expected.status} ${expected.reason}`, `${answer.status} ${answer.reason}`),
    ...compareJson(expected.body, JSON.parse(answer.body)).map(({ at, how }) => `body ${at}: ${how}`),
    ...changedLines(expected.after, pve.state.files.get(file) ?? ""),
    ...compareJson(expected.pending, pending.data).map(({ at, how }) => `pending ${at}: ${how}`),
  ];
}

export function setRunning({ state }: SimulatedPve, vmid: number, running: boolean): void {
  if (running) state.running.set(vmid, { pid: 299, machine: "pc-q35-11.0+pve0", uptime: 1, qemu: "11.0.2" });
  else state.running.delete(vmid);
}

function line(what: string, expected: string, got: string): readonly string[] {
  return expected === got ? [] : [`${what}: ${expected}, not ${got}`];
}

function changedLines(expected: string, got: string): readonly string[] {
  if (expected === got) return [];
  const [wanted, had] = [expected.split("\n"), got.split("\n")];
  const missing = wanted.filter((text) => !had.includes(text)).map((text) => `file lacks: ${text}`);
  const extra = had.filter((text) => !wanted.includes(text)).map((text) => `file has: ${text}`);
  return missing.length + extra.length === 0
    ? ["file: the same lines in another order"]
    : [...missing, ...extra];
}
