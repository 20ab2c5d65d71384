import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { type ApplyOutcome, applyPlan } from "../../src/apply/apply-plan.ts";
import { checkPlan } from "../../src/apply/check-plan.ts";
import type { ClusterDoor } from "../../src/apply/cluster-door.ts";
import { inversePlan } from "../../src/apply/inverse-plan.ts";
import { findJournal } from "../../src/apply/journal/read-journal.ts";
import { sha256Of } from "../../src/apply/read-plan.ts";
import { startRun } from "../../src/apply/start-run.ts";
import { readAddress } from "../../src/connect/api/address.ts";
import { ApiConnection } from "../../src/connect/api/api-connection.ts";
import { readToken } from "../../src/connect/api/credentials.ts";
import type { Plan } from "../../src/model/plan.ts";
import type { SimulatedPve } from "../simulated-pve/simulated-pve.ts";

/** Opens the API with short times: a fault is a fault after a third of a second, too. */
export function openApi(
  pve: SimulatedPve,
  token: string = pve.token(),
  timeout = 300,
): Promise<ApiConnection> {
  return ApiConnection.open({
    entry: readAddress(pve.url("pve3")),
    trust: { kind: "authorities", pem: pve.ca },
    credentials: readToken(token, "test"),
    line: { timeout, retries: 1, pause: 1 },
  });
}

/** One run of a plan, without the command line around it. */
export async function applyDirectly(
  pve: SimulatedPve,
  plan: Plan,
  folder: string,
  token?: string,
  timeout?: number,
): Promise<ApplyOutcome> {
  const door = await openApi(pve, token, timeout);
  try {
    return await carriedOut(door, plan, folder);
  } finally {
    await door.close();
  }
}

/** Takes one run back, the same way. */
export async function rollbackDirectly(
  pve: SimulatedPve,
  name: string,
  folder: string,
  timeout?: number,
): Promise<ApplyOutcome & Pick<Plan, "refused">> {
  const undone = findJournal(folder, name, { toUndo: true });
  const door = await openApi(pve, pve.token(), timeout);
  try {
    const now = new Date().toISOString();
    const plan = await inversePlan(undone, door, { tool: { name: "test", version: "1" }, now });
    checkPlan(plan, now, 0);
    return { ...(await carriedOut(door, plan, folder, undone.begin.run)), refused: plan.refused };
  } finally {
    await door.close();
  }
}

async function carriedOut(
  door: ClusterDoor,
  plan: Plan,
  folder: string,
  undoes?: string,
): Promise<ApplyOutcome> {
  const undone = undoes === undefined ? {} : { undoes };
  const sha256 = sha256Of(JSON.stringify(plan));
  const begin = { tool: plan.tool, cluster: plan.cluster, plan: sha256, ...undone };
  const run = startRun({ door, folder, now: () => new Date().toISOString(), begin, wait: async () => {} });
  try {
    return await applyPlan(run, {
      steps: plan.steps,
      hostSteps: [],
      leftOut: [],
      commandsOf: () => undefined,
      ended: () => {},
      ...(undoes === undefined ? {} : { undoing: { guestsStay: plan.refused.length > 0 } }),
    });
  } finally {
    run.journal.close();
  }
}

export function journalsIn(folder: string): readonly string[] {
  return (existsSync(folder) ? readdirSync(folder) : []).map((name) => join(folder, name));
}

/** `101-scsi0 pending` for every step. */
export function told({ results }: ApplyOutcome): readonly string[] {
  return results.map(({ step, outcome }) => `${step} ${outcome}`);
}
