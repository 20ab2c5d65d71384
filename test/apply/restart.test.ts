import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Form } from "../../src/apply/cluster-door.ts";
import { type SimulatedPve, startSimulatedPve } from "../simulated-pve/simulated-pve.ts";
import { labCluster } from "./lab-cluster.ts";
import { posts, restartDirectly } from "./restart-directly.ts";

let pve: SimulatedPve;
beforeEach(async () => {
  pve = await startSimulatedPve({ snapshot: labCluster });
});
afterEach(() => pve.stop());

const forms: Form[] = [];

function restart(
  vmids: readonly number[],
  more: { readonly hard?: boolean; readonly parallel?: number } = {},
) {
  forms.length = 0;
  return restartDirectly(pve, vmids, more, (path, form) => {
    if (path.endsWith("/shutdown")) forms.push(form);
  });
}

describe("restart", () => {
  it("shuts down, starts, and says what is in force now", async () => {
    expect(await restart([103, 101])).toEqual([
      expect.objectContaining({ vmid: 103, node: "pve1", outcome: "restarted", took: ["scsi0"] }),
      expect.objectContaining({ vmid: 101, outcome: "restarted", took: [], agentAnswers: true }),
    ]);
    expect(posts(pve)).toEqual([
      "103/status/shutdown",
      "103/status/start",
      "103/monitor",
      "103/monitor",
      "101/status/shutdown",
      "101/status/start",
      "101/monitor",
      "101/monitor",
      "101/agent/ping",
    ]);
  });

  it("asks for a shutdown that ends in no hard stop", async () => {
    await restart([103]);
    expect(forms).toEqual([{ timeout: "4" }]);
  });

  it("never stops a guest hard that does not shut down, and leaves those behind it alone", async () => {
    pve.fault({ on: { path: /103\/status\/shutdown/ }, effect: { kind: "body", body: '{"data":"UPID:"}' } });
    const [first, second] = await restart([103, 101]);
    expect(first).toMatchObject({
      outcome: "failed",
      message: expect.stringContaining("was not stopped hard"),
    });
    expect(second).toMatchObject({ vmid: 101, outcome: "refused" });
    expect(posts(pve)).toEqual(["103/status/shutdown"]);
    expect(pve.state.running.has(103)).toBe(true);
  });

  it("says that a guest stands still which did not start again", async () => {
    pve.fault({
      on: { path: /103\/status\/start/ },
      effect: { kind: "status", status: 500, reason: "no space" },
    });
    expect(await restart([103])).toMatchObject([
      { outcome: "failed", message: expect.stringContaining("it is stopped and did not start: no space") },
    ]);
  });

  it("says why a start failed that was granted, and waits no longer for it", async () => {
    const upid = "UPID:pve1:0000ABCD:00001234:68000000:qmstart:103:lanekeeper@pve!t1:";
    const task = { upid, node: "pve1", pid: 1, pstart: 1, starttime: 1, type: "qmstart", id: "103" };
    pve.state.tasks.push({ ...task, user: "x@pve", exitstatus: "start failed: no such device", log: [] });
    pve.fault({
      on: { path: /103\/status\/start/ },
      effect: { kind: "body", body: JSON.stringify({ data: upid }) },
    });
    expect(await restart([103])).toMatchObject([
      { outcome: "failed", message: "it is stopped and did not start: start failed: no such device" },
    ]);
    expect(pve.requests.filter(({ path }) => path.endsWith("103/status/current")).length).toBeLessThan(8);
  });

  it("touches no guest that stands still or is not there", async () => {
    for (const [vmid, words] of [
      [102, "does not run"],
      [999, "shows no VM"],
    ] as const)
      expect(await restart([vmid])).toMatchObject([
        { outcome: "refused", message: expect.stringContaining(words) },
      ]);
    expect(posts(pve)).toEqual([]);
  });

  it("touches no guest that is locked", async () => {
    const path = "nodes/pve1/qemu-server/101.conf";
    pve.state.files.set(path, `lock: backup\n${pve.state.files.get(path) ?? ""}`);
    expect(await restart([101])).toMatchObject([{ outcome: "refused", message: "it is locked (backup)" }]);
    expect(posts(pve)).toEqual([]);
  });

  it("calls nothing restarted whose process is the same", async () => {
    const before = pve.state.running.get(103);
    pve.fault({
      on: { path: /103\/monitor|103\/pending/, nth: 4 },
      effect: { kind: "change", change: () => before !== undefined && pve.state.running.set(103, before) },
    });
    expect(await restart([103])).toMatchObject([
      { outcome: "failed", message: expect.stringContaining("same process") },
    ]);
  });

  it("restarts on different nodes at once, and on one node one after the other", async () => {
    const results = await restart([103, 105, 101], { parallel: 2 });
    expect(results.map(({ vmid }) => vmid).sort()).toEqual([101, 103, 105]);
    const order = posts(pve);
    expect(order.indexOf("101/status/shutdown")).toBeGreaterThan(order.indexOf("103/status/start"));
  });
});
