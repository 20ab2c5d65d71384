import { z } from "zod";
import { ask } from "../../test/simulated-pve/ask.ts";
import { guestPath } from "../../test/simulated-pve/cluster-state.ts";
import type { SimulatedPve } from "../../test/simulated-pve/simulated-pve.ts";
import { compareJson } from "../captures/compare.ts";
import { type Comparison, readRows } from "../oracle/comparison.ts";
import { type Client, setRunning } from "./replay.ts";

const answered = z.object({
  id: z.string(),
  vmid: z.number(),
  node: z.string(),
  running: z.boolean(),
  config: z.string(),
  status: z.literal(200),
  answer: z.looseObject({
    local_disks: z.array(z.looseObject({ volid: z.string() })),
    local_resources: z.array(z.string()),
  }),
});

/** Any other status is a crash of the recorded code on an unknown mapping. */
const row = z.union([answered, z.object({ status: z.number() }).transform(() => undefined)]);

/** Asks the simulation for the preconditions of a migration that a real Proxmox VE gave for random guests. */
export async function comparePreconditions(
  pve: SimulatedPve,
  { agent, authorization }: Client,
  folder: string,
): Promise<Comparison> {
  const rows = readRows(folder, "mobility.jsonl", row).filter((one) => one !== undefined);
  const differences: { id: string; expected: unknown; got: unknown }[] = [];
  let agreed = 0;
  for (const { id, vmid, node, running, config, answer } of rows) {
    pve.state.files.set(guestPath(node, vmid), config);
    setRunning(pve, vmid, running);
    const headers = { Authorization: authorization };
    const { body } = await ask(pve, `/nodes/${node}/qemu/${vmid}/migrate`, { headers, agent });
    const got = z.object({ data: answered.shape.answer }).parse(JSON.parse(body)).data;
    const found = compareJson(inOrder(answer), inOrder(got));
    if (found.length === 0) agreed += 1;
    for (const { at, how } of found) differences.push({ id: `${id} ${at}`, expected: how, got: "" });
  }
  return { name: "migrate preconditions", rows: rows.length, agreed, differences };
}

/** The order of both lists is a Perl hash's. */
function inOrder(answer: z.infer<typeof answered>["answer"]): unknown {
  return { ...answer, local_resources: [...answer.local_resources].sort() };
}
