import { afterEach, beforeEach, expect, it } from "vitest";
import type { ClusterSnapshot } from "../../src/model/cluster.ts";
import { administratorBefore9 } from "../simulated-pve/privileges.ts";
import { type SimulatedPve, startSimulatedPve } from "../simulated-pve/simulated-pve.ts";
import { type Verdicts, verdicts } from "../support/verdicts.ts";
import { demoSnapshot } from "./demo-snapshot.ts";
import { dishonestWithout, gapsOf } from "./dishonest-without.ts";
import { readSimulated } from "./read-simulated.ts";

/** The cluster changes while it is read, or is not whole. */

let pve: SimulatedPve;
let before: Verdicts;
beforeEach(async () => {
  pve = await startSimulatedPve({ snapshot: await demoSnapshot() });
  before = verdicts(await readSimulated(pve));
});
afterEach(() => pve.stop());

const whenAsked = (path: string | RegExp, change: () => void): void =>
  void pve.fault({ on: { path, nth: 1 }, effect: { kind: "change", change } });
const vmids = ({ guests }: ClusterSnapshot): readonly number[] => guests.map(({ vmid }) => vmid).sort();

it("a guest that is removed while it is read is not there, and no gap", async () => {
  whenAsked("/nodes/pve1/qemu/201/pending", () => pve.removeGuest(201));
  const snapshot = await readSimulated(pve);
  expect(vmids(snapshot)).not.toContain(201);
  expect(gapsOf(snapshot)).toEqual([]);
  expect(
    dishonestWithout({ takes: [], guest: 201 }, before, verdicts(snapshot), snapshot).filter((one) =>
      /→ pass/.test(one),
    ),
  ).toEqual([]);
});

it("a guest that moves while it is read is read where it is now", async () => {
  whenAsked("/nodes/pve1/qemu/201/pending", () => pve.moveGuest(201, "pve3"));
  const snapshot = await readSimulated(pve);
  expect(snapshot.guests.find(({ vmid }) => vmid === 201)?.node).toBe("pve3");
  expect(gapsOf(snapshot)).toEqual([]);
});

it("a guest that moves between its config and its snapshots, too", async () => {
  whenAsked("/nodes/pve1/qemu/201/snapshot", () => pve.moveGuest(201, "pve2"));
  const snapshot = await readSimulated(pve);
  expect(snapshot.guests.find(({ vmid }) => vmid === 201)?.node).toBe("pve2");
});

it("a guest that is changed in between is read once more: no part of one state is taken for the other's", async () => {
  const path = "nodes/pve1/qemu-server/201.conf";
  const changed = (pve.state.files.get(path) ?? "").replace(/^name: .*$/m, "name: renamed");
  whenAsked("/nodes/pve1/qemu/201/snapshot", () => void pve.state.files.set(path, changed));
  const snapshot = await readSimulated(pve);
  const guest = snapshot.guests.find(({ vmid }) => vmid === 201);
  expect(guest?.config).toContain("name: renamed");
});

it("a guest that the cluster's list leaves out is found on its node", async () => {
  pve.fault({ on: { path: "/cluster/resources" }, effect: { kind: "body", body: '{"data":[]}' } });
  const snapshot = await readSimulated(pve);
  expect(snapshot.guests).toHaveLength(10);
});

it("an agent that falls silent is one that does not answer; a node's own trouble is not", async () => {
  pve.silenceAgent(201);
  const silent = verdicts(await readSimulated(pve));
  expect(silent.get("guest/agent-silent 201")).toBe("fail");
  pve.fault({
    on: { path: /agent\/get-osinfo$/ },
    effect: { kind: "status", status: 403, reason: "account disabled, got timeout" },
  });
  expect(verdicts(await readSimulated(pve)).get("guest/agent-silent 201")).toBe("open");
});

it("an agent's answer of another shape is no sign of life", async () => {
  pve.fault({ on: { path: /agent\/get-osinfo$/ }, effect: { kind: "body", body: '{"data":{}}' } });
  expect(verdicts(await readSimulated(pve)).get("guest/agent-silent 201")).toBe("open");
});

it("a storage that is offline is not empty", async () => {
  pve.takeStorageOffline("local-zfs");
  const snapshot = await readSimulated(pve);
  expect(dishonestWithout({ takes: ["storage-usage"] }, before, verdicts(snapshot), snapshot)).toEqual([]);
});

it("a node that is down costs its facts and guests, by name", async () => {
  await pve.stopNode("pve3");
  const snapshot = await readSimulated(pve);
  expect(gapsOf(snapshot).join("\n")).toMatch(/pve3 pools: the node is offline/);
  expect(gapsOf(snapshot).join("\n")).toMatch(/nodes\/pve3\/qemu-server\/302\.conf: its node is offline/);
  expect(snapshot.nodes.map(({ name }) => name)).toEqual(["pve1", "pve2", "pve3"]);
  expect(dishonestWithout({ takes: [], all: true }, before, verdicts(snapshot), snapshot)).toEqual([]);
});

it.each(["7.4.17", "8.4.1"])("reads a cluster of %s with one node of 9", async (version) => {
  const mixed = await startSimulatedPve({
    snapshot: await demoSnapshot(),
    nodes: { pve1: { version }, pve2: { version } },
  });
  const snapshot = await readSimulated(mixed, { token: mixed.token(administratorBefore9) });
  await mixed.stop();
  expect(snapshot.guests).toHaveLength(10);
  expect(snapshot.files["ha/rules.cfg"]).toBeNull();
  expect(gapsOf(snapshot).filter((gap) => !/GuestAgent|agent/.test(gap))).toEqual([]);
});
