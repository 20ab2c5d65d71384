import { Agent } from "node:https";
import { connect } from "node:tls";
import { afterEach, describe, expect, it } from "vitest";
import { ask } from "./ask.ts";
import { administratorBefore9, auditorBefore9, type PrivilegesByPath } from "./privileges.ts";
import { type SimulatedPve, type SimulationOptions, startSimulatedPve } from "./simulated-pve.ts";
import { smallCluster } from "./small-cluster.ts";

const started: SimulatedPve[] = [];
afterEach(() => Promise.all(started.splice(0).map((pve) => pve.stop())));

async function start(options: Partial<SimulationOptions> = {}) {
  const pve = await startSimulatedPve({ snapshot: smallCluster, ...options });
  started.push(pve);
  return { pve, headers: { Authorization: `PVEAPIToken=${pve.token()}` } };
}

describe("a node", () => {
  it("has its own address, and all have one port", async () => {
    const { pve } = await start();
    const [one, two] = [new URL(pve.url("pve1")), new URL(pve.url("pve2"))];
    expect([one.hostname, two.hostname]).toEqual(["127.0.0.1", "127.0.0.2"]);
    expect(two.port).toBe(one.port);
  });

  it("passes on what another has to answer, and says 595 when that one is down", async () => {
    const { pve, headers } = await start();
    expect((await ask(pve, "/nodes/pve2/qemu", { headers })).status).toBe(200);
    await pve.stopNode("pve2");
    expect(await ask(pve, "/nodes/pve2/qemu", { headers })).toMatchObject({ status: 595, body: "" });
    await expect(ask(pve, "/version", { headers, node: "pve2" })).rejects.toMatchObject({
      code: "ECONNREFUSED",
    });
    await pve.startNode("pve2");
    expect((await ask(pve, "/version", { headers, node: "pve2" })).status).toBe(200);
  });

  it("answers at most three at a time, and all in the end", async () => {
    const { pve, headers } = await start({ latency: 5 });
    const agent = new Agent({ ca: pve.ca, keepAlive: true });
    const answers = await Promise.all(
      Array.from({ length: 9 }, () => ask(pve, "/version", { headers, agent })),
    );
    agent.destroy();
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 9 }, () => 200));
    expect(pve.traffic.mostBusy.get("pve1")).toBeLessThanOrEqual(3);
    expect(pve.traffic.connections).toBe(9);
  });

  it("shows a certificate of the cluster's authority, with the fingerprint that is told", async () => {
    const { pve, headers } = await start();
    const seen = await fingerprintSeen(pve);
    expect(seen).toBe(pve.fingerprint("pve1"));
    const renewed = pve.renewCertificate("pve1");
    expect(renewed).not.toBe(seen);
    expect(await fingerprintSeen(pve)).toBe(renewed);
    expect((await ask(pve, "/version", { headers })).status).toBe(200);
  });

  it("receives nothing from who does not trust it", async () => {
    const { pve, headers } = await start();
    const { pve: other } = await start();
    const agent = new Agent({ ca: other.ca });
    await expect(ask(pve, "/version", { headers, agent })).rejects.toThrow(/certificate/);
    expect(pve.requests).toEqual([]);
    expect(pve.traffic.connections).toBe(1);
  });
});

describe("an older release", () => {
  it("has no endpoint that came later, and others still", async () => {
    const { pve, headers } = await start({
      nodes: { pve1: { version: "8.4.1" }, pve2: { version: "7.4-19" } },
    });
    expect((await ask(pve, "/cluster/ha/rules", { headers })).status).toBe(501);
    expect((await ask(pve, "/cluster/ha/groups", { headers })).status).toBe(200);
    expect((await ask(pve, "/cluster/mapping/pci", { headers })).status).toBe(200);
    expect((await ask(pve, "/cluster/mapping/pci", { headers, node: "pve2" })).status).toBe(501);
  });

  it("asks another privilege for the guest agent", async () => {
    const { pve } = await start({ nodes: { pve1: { version: "8.4.1" } } });
    const ping = async (role: PrivilegesByPath) => {
      const headers = { Authorization: `PVEAPIToken=${pve.token(role)}` };
      return (await ask(pve, "/nodes/pve1/qemu/101/agent/ping", { method: "POST", headers })).reason;
    };
    expect(await ping(auditorBefore9)).toBe("Permission check failed (/vms/101, VM.Monitor)");
    expect(await ping(administratorBefore9)).toBe("OK");
    pve.silenceAgent(101);
    expect(await ping(administratorBefore9)).toBe("QEMU guest agent is not running");
  });
});

async function fingerprintSeen(pve: SimulatedPve): Promise<string> {
  const { hostname, port } = new URL(pve.url("pve1"));
  return await new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port), ca: pve.ca }, () => {
      resolve(socket.getPeerCertificate().fingerprint256);
      socket.destroy();
    });
    socket.on("error", reject);
  });
}
