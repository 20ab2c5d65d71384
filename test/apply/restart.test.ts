import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ClusterDoor, Form } from "../../src/apply/cluster-door.ts";
import { restartGuests } from "../../src/apply/restart-guests.ts";
import { type SimulatedPve, startSimulatedPve } from "../simulated-pve/simulated-pve.ts";
import { openApi } from "./apply-directly.ts";
import { labCluster } from "./lab-cluster.ts";

let pve: SimulatedPve;
beforeEach(async () => {
  pve = await startSimulatedPve({ snapshot: labCluster });
});
afterEach(() => pve.stop());

const forms: Form[] = [];

async function restart(
  vmids: readonly number[],
  more: { readonly hard?: boolean; readonly parallel?: number } = {},
) {
  const api = await openApi(pve, pve.token(), 10_000);
  forms.length = 0;
  const door: ClusterDoor = {
    who: api.who,
    get: (path) => api.get(path),
    put: (path, form) => api.put(path, form),
    post: (path, form) => {
      if (path.endsWith("/shutdown")) forms.push(form);
      return api.post(path, form);
    },
    close: () => api.close(),
  };
  const options = { timeout: 4, hard: false, parallel: 1, wait: async () => {}, ...more };
  try {
    return await restartGuests(door, vmids, options, () => {});
  } finally {
    await door.close();
  }
}

const posts = (): readonly string[] =>
  pve.requests
    .filter(({ method }) => method === "POST")
    .map(({ path }) => path.replace(/^\/nodes\/\w+\/qemu\//, ""));

describe("restart", () => {
  it("shuts down, starts, and says what is in force now", async () => {
    expect(await restart([103, 101])).toEqual([
      { vmid: 103, node: "pve1", outcome: "restarted", took: ["scsi0"] },
      { vmid: 101, node: "pve1", outcome: "restarted", took: [], agentAnswers: true },
    ]);
    expect(posts()).toEqual([
      "103/status/shutdown",
      "103/status/start",
      "101/status/shutdown",
      "101/status/start",
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
    expect(posts()).toEqual(["103/status/shutdown"]);
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

  it("touches no guest that is locked, stands still, or that high availability would stop hard", async () => {
    for (const [vmid, words] of [
      [106, "--hard agrees"],
      [102, "does not run"],
      [999, "shows no VM"],
    ] as const)
      expect(await restart([vmid])).toMatchObject([
        { outcome: "refused", message: expect.stringContaining(words) },
      ]);
    expect(posts()).toEqual([]);
    expect(await restart([106], { hard: true })).toMatchObject([{ outcome: "restarted" }]);
    expect(forms).toEqual([{ timeout: "4", forceStop: "1" }]);
  });

  it("calls nothing restarted whose process is the same", async () => {
    const before = pve.state.running.get(103);
    pve.fault({
      on: { path: /103\/agent|103\/pending/, nth: 2 },
      effect: { kind: "change", change: () => before !== undefined && pve.state.running.set(103, before) },
    });
    expect(await restart([103])).toMatchObject([
      { outcome: "failed", message: expect.stringContaining("same process") },
    ]);
  });

  it("restarts on different nodes at once, and on one node one after the other", async () => {
    const results = await restart([103, 105, 101], { parallel: 2 });
    expect(results.map(({ vmid }) => vmid).sort()).toEqual([101, 103, 105]);
    const order = posts();
    expect(order.indexOf("101/status/shutdown")).toBeGreaterThan(order.indexOf("103/status/start"));
  });
});
