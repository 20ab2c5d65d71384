import { Agent } from "node:https";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { ask, type RawAnswer } from "./ask.ts";
import { type SimulatedPve, startSimulatedPve } from "./simulated-pve.ts";
import { smallCluster } from "./small-cluster.ts";

let pve: SimulatedPve;
let headers: Record<string, string>;
beforeAll(async () => {
  pve = await startSimulatedPve({ snapshot: smallCluster });
  headers = { Authorization: `PVEAPIToken=${pve.token()}` };
});
afterEach(() => pve.clearFaults());
afterAll(() => pve.stop());

const version = (): Promise<RawAnswer> => ask(pve, "/version", { headers });
const config = (): Promise<RawAnswer> => ask(pve, "/nodes/pve1/qemu/101/config", { headers });

describe("a fault", () => {
  it("befalls what it names, and only the nth of it", async () => {
    pve.fault({ on: { path: /\/config$/, nth: 2 }, effect: { kind: "status", status: 500, reason: "boom" } });
    expect((await config()).status).toBe(200);
    expect((await version()).status).toBe(200);
    expect(await config()).toMatchObject({ status: 500, reason: "boom" });
    expect((await config()).status).toBe(200);
  });

  it("befalls a node wherever it is asked from", async () => {
    pve.fault({
      on: { node: "pve2" },
      effect: { kind: "status", status: 596, reason: "Connection timed out" },
    });
    expect((await ask(pve, "/nodes/pve2/qemu", { headers })).status).toBe(596);
    expect((await ask(pve, "/nodes/pve1/qemu", { node: "pve2", headers })).status).toBe(200);
  });

  it("resets the connection", async () => {
    const undo = pve.fault({ effect: { kind: "reset" } });
    await expect(version()).rejects.toMatchObject({ code: "ECONNRESET" });
    undo();
    expect((await version()).status).toBe(200);
  });

  it("carries out what it then does not answer", async () => {
    pve.fault({ on: { method: "PUT" }, effect: { kind: "lost" } });
    const path = "/nodes/pve2/qemu/102/config";
    await expect(ask(pve, path, { method: "PUT", headers, form: { onboot: "1" } })).rejects.toMatchObject({
      code: "ECONNRESET",
    });
    expect(pve.state.files.get("nodes/pve2/qemu-server/102.conf")).toContain("onboot: 1\n");
  });

  it("leaves half of the JSON, in an answer that is whole by its framing", async () => {
    pve.fault({ effect: { kind: "truncated" } });
    const { status, body } = await version();
    expect(status).toBe(200);
    expect(() => JSON.parse(body)).toThrow(SyntaxError);
  });

  it("answers with something that is no JSON", async () => {
    pve.fault({ effect: { kind: "body", body: "<html>", contentType: "text/html" } });
    expect(await version()).toMatchObject({ contentType: "text/html", body: "<html>" });
  });

  it("streams as much as it is told", async () => {
    pve.fault({ effect: { kind: "huge", bytes: 3_000_000 } });
    const { body } = await version();
    expect(body.length).toBeGreaterThan(3_000_000);
    expect(JSON.parse(body)).toHaveProperty("data");
  });

  it("never answers, and holds a worker until the asker goes", async () => {
    pve.fault({ on: { path: "/version", times: 3 }, effect: { kind: "silence" } });
    const agent = new Agent({ ca: pve.ca });
    const silent = [1, 2, 3].map(() => ask(pve, "/version", { headers, agent }));
    const outcomes = Promise.allSettled(silent);
    await waitFor(() => pve.requests.filter(({ path }) => path === "/version").length >= 3);
    let answered = false;
    const fourth = ask(pve, "/cluster/nextid", { headers }).then((answer) => {
      answered = true;
      return answer;
    });
    await waitFor(() => pve.requests.at(-1)?.path === "/cluster/nextid");
    expect(answered).toBe(false);
    expect(pve.traffic.mostBusy.get("pve1")).toBe(3);
    agent.destroy();
    expect((await outcomes).every(({ status }) => status === "rejected")).toBe(true);
    expect((await fourth).status).toBe(200);
  });

  it("changes the cluster between a list and what is asked next", async () => {
    const change = () => pve.moveGuest(101, "pve2");
    pve.fault({ on: { path: "/nodes/pve1/qemu/101/config" }, effect: { kind: "change", change } });
    expect(await config()).toMatchObject({
      status: 500,
      reason: "Configuration file 'nodes/pve1/qemu-server/101.conf' does not exist",
    });
    expect((await ask(pve, "/nodes/pve2/qemu/101/config", { headers })).status).toBe(200);
    pve.moveGuest(101, "pve1");
  });
});

async function waitFor(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((next) => setImmediate(next));
}
