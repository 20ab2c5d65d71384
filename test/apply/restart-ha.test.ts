import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { haStates } from "../simulated-pve/endpoints/ha-states.ts";
import { type SimulatedPve, startSimulatedPve } from "../simulated-pve/simulated-pve.ts";
import { labCluster } from "./lab-cluster.ts";
import { powerRequests, restartDirectly } from "./restart-directly.ts";

let pve: SimulatedPve;
beforeEach(async () => {
  pve = await startSimulatedPve({ snapshot: labCluster });
});
afterEach(() => pve.stop());

const asked = (): string | undefined => haStates(pve.state).get(106);
const tasks = (): readonly string[] => pve.state.tasks.map(({ type }) => type);
const outlast = (): void => {
  pve.fault({
    on: { path: /106\/status\/(?:shutdown|reboot)/ },
    effect: { kind: "body", body: '{"data":""}' },
  });
};

describe("restart of what high availability manages", () => {
  it("reboots it, which never ends in a hard stop and asks nothing else of high availability", async () => {
    const states: (string | undefined)[] = [];
    pve.fault({
      on: { path: /106\/monitor/, nth: 1 },
      effect: { kind: "change", change: () => states.push(asked()) },
    });
    expect(await restartDirectly(pve, [106])).toMatchObject([
      { vmid: 106, outcome: "restarted", agentAnswers: true },
    ]);
    expect(powerRequests(pve)).toEqual(["106/status/reboot"]);
    expect(tasks()).toEqual(["qmreboot"]);
    expect(states).toEqual(["started"]);
  });

  it("says that a guest did not end, and leaves it running", async () => {
    outlast();
    expect(await restartDirectly(pve, [106])).toMatchObject([
      { outcome: "failed", message: expect.stringContaining("was not stopped hard") },
    ]);
    expect(pve.state.running.has(106)).toBe(true);
    expect(asked()).toBe("started");
  });

  it("with --hard stops and starts it through high availability", async () => {
    expect(await restartDirectly(pve, [106], { hard: true })).toMatchObject([{ outcome: "restarted" }]);
    expect(tasks()).toEqual(["hastop", "hastart"]);
    expect(asked()).toBe("started");
  });

  it("asks for `started` again where the stop did not come about", async () => {
    // the request got through, and the guest runs on
    const process = pve.state.running.get(106);
    pve.fault({
      on: { path: /106\/status\/current/, nth: 2 },
      effect: { kind: "change", change: () => process !== undefined && pve.state.running.set(106, process) },
    });
    expect(await restartDirectly(pve, [106], { hard: true })).toMatchObject([
      { outcome: "failed", message: expect.stringContaining("asked for `started` again") },
    ]);
    expect(tasks()).toEqual(["hastop", "hastart"]);
    expect(asked()).toBe("started");
  });

  it("says how to take back a stop that it could not take back itself", async () => {
    outlast();
    pve.fault({
      on: { path: /106\/status\/start/ },
      effect: { kind: "status", status: 403, reason: "Permission check failed" },
    });
    expect(await restartDirectly(pve, [106], { hard: true })).toMatchObject([
      { outcome: "failed", message: expect.stringContaining("ha-manager set vm:106 --state started") },
    ]);
  });

  it("leaves alone what high availability does not have as started", async () => {
    pve.state.files.set("ha/resources.cfg", "vm: 106\n\tstate stopped\n");
    expect(await restartDirectly(pve, [106], { hard: true })).toMatchObject([
      { outcome: "refused", message: expect.stringContaining("has it as stopped") },
    ]);
    expect(powerRequests(pve)).toEqual([]);
  });

  it("does not take a guest that was moved for one that was restarted", async () => {
    const process = pve.state.running.get(106);
    outlast();
    pve.fault({
      on: { path: /106\/status\/current/, nth: 2 },
      effect: {
        kind: "change",
        change() {
          pve.moveGuest(106, "pve3");
          if (process !== undefined) pve.state.running.set(106, { ...process, pid: process.pid + 1 });
        },
      },
    });
    expect(await restartDirectly(pve, [106])).toMatchObject([
      { outcome: "failed", message: expect.stringContaining("runs on pve3 now") },
    ]);
  });
});
