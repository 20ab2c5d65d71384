import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import type { ClusterSnapshot } from "../../src/model/cluster.ts";
import { Failure } from "../../src/model/failure.ts";
import type { FaultEffect } from "../simulated-pve/faults.ts";
import { type SimulatedPve, startSimulatedPve } from "../simulated-pve/simulated-pve.ts";
import { ruleOf, type Verdicts, verdicts } from "../support/verdicts.ts";
import { demoSnapshot } from "./demo-snapshot.ts";
import { dishonestWithout, gapsOf } from "./dishonest-without.ts";
import { type EndpointGroup, endpointBundles, endpointGroups } from "./endpoint-groups.ts";
import { patient, readSimulated } from "./read-simulated.ts";

/** Each fault at each endpoint: the reading comes to its end, names what it lost, and calls nothing well for want of it. */

const status = (code: number, reason: string): FaultEffect => ({ kind: "status", status: code, reason });
const body = (text: string, contentType?: string): FaultEffect => ({
  kind: "body",
  body: text,
  ...(contentType === undefined ? {} : { contentType }),
});

const faults: Readonly<Record<string, FaultEffect>> = {
  "401": status(401, "authentication failure"),
  "403": status(403, "Permission check failed"),
  "500": status(500, "got no answer from pmxcfs"),
  "595": status(595, "Connection refused"),
  "596": status(596, "Connection timed out"),
  "a redirect": status(302, "Found"),
  silence: { kind: "silence" },
  "a reset": { kind: "reset" },
  "JSON that is cut off": { kind: "truncated" },
  "a huge answer": { kind: "huge", bytes: 300_000 },
  "an HTML page": body("<!DOCTYPE html><html><body>Welcome</body></html>", "text/html"),
  "other JSON": body('{"error":"no"}'),
  "no data": body('{"data":null}'),
  "data of another shape": body('{"data":{}}'),
  "a list of something else": body('{"data":[null,1,"x",{}]}'),
};

/** One of each way an answer fails: refused, and not what was asked for. The others lose the same in other words. */
const oneByOne: ReadonlySet<string> = new Set(["403", "a list of something else"]);

let pve: SimulatedPve;
let whole: ClusterSnapshot;
let before: Verdicts;
beforeAll(async () => {
  pve = await startSimulatedPve({ snapshot: await demoSnapshot(), workers: 100 });
  whole = await readSimulated(pve);
  before = verdicts(whole);
});
afterEach(() => pve.clearFaults());
afterAll(() => pve.stop());

it("is about findings, passes and open judgements of many rules", () => {
  expect(gapsOf(whole)).toEqual([]);
  const kinds = [...before.values()];
  expect(kinds.filter((kind) => kind === "fail").length).toBeGreaterThan(10);
  expect(kinds.filter((kind) => kind === "pass").length).toBeGreaterThan(100);
  expect(new Set([...before.keys()].map(ruleOf)).size).toBeGreaterThan(60);
});

/** Most faults lose the same and only say it in other words: what follows from that is worked out once. */
const judged = new Map<string, readonly string[]>();

function judge(group: EndpointGroup, snapshot: ClusterSnapshot): readonly string[] {
  const key = JSON.stringify([group.name, snapshot], (name, value: unknown) =>
    ["failed", "reason"].includes(name) ? "…" : value,
  );
  const known = judged.get(key);
  if (known !== undefined) return known;
  const found = dishonestWithout(group, before, verdicts(snapshot), snapshot);
  judged.set(key, found);
  return found;
}

async function complaints(group: EndpointGroup, effect: FaultEffect): Promise<readonly string[]> {
  for (const path of group.paths) pve.fault({ on: { path }, effect });
  // silence is the only one that has to be waited for
  const line = effect.kind === "silence" ? { ...patient, timeout: 500 } : patient;
  const snapshot = await readSimulated(pve, { line });
  pve.clearFaults();
  const named = group.quiet === true || gapsOf(snapshot).length > 0;
  return [...judge(group, snapshot), ...(named ? [] : ["no gap is named"])].map(
    (one) => `${group.name}: ${one}`,
  );
}

it.each(Object.keys(faults))("%s", async (kind) => {
  const effect = faults[kind];
  if (effect === undefined) throw new Error(`no fault ${kind}`);
  const found: string[] = [];
  for (const group of oneByOne.has(kind) ? endpointGroups : endpointBundles)
    found.push(...(await complaints(group, effect)));
  expect(found).toEqual([]);
});

it("slow answers are answers", async () => {
  pve.fault({ effect: { kind: "slow", milliseconds: 30 } });
  expect(verdicts(await readSimulated(pve))).toEqual(before);
});

it("what fails once is asked again", async () => {
  for (const path of endpointGroups.flatMap(({ paths }) => paths))
    pve.fault({ on: { path, nth: 1 }, effect: status(596, "Connection timed out") });
  const again = await readSimulated(pve);
  expect(gapsOf(again)).toEqual([]);
  expect(verdicts(again)).toEqual(before);
});

it.each(["401", "500", "595", "a reset", "an HTML page", "no data", "silence"])(
  "where nothing at all is answered but %s, it is refused with one line",
  async (kind) => {
    const effect = faults[kind];
    if (effect === undefined) throw new Error(`no fault ${kind}`);
    pve.fault({ effect });
    const reading = readSimulated(pve, { line: { ...patient, timeout: 200 } });
    await expect(reading).rejects.toThrow(Failure);
    await expect(reading).rejects.toThrow(/^[^\n]+$/);
  },
);

it("a node that falls silent is asked a few times, not once for each guest", async () => {
  pve.fault({ on: { node: "pve2" }, effect: status(595, "No route to host") });
  const from = pve.requests.length;
  const snapshot = await readSimulated(pve);
  const asked = pve.requests.slice(from).filter(({ path }) => path.startsWith("/nodes/pve2/"));
  expect(asked.length).toBeLessThan(40);
  expect(dishonestWithout({ takes: [], all: true }, before, verdicts(snapshot), snapshot)).toEqual([]);
});
