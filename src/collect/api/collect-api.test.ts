import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type SimulatedPve, startSimulatedPve } from "../../../test/simulated-pve/simulated-pve.ts";
import { demoCluster } from "../../../test/support/fake-node.ts";
import { readAddress } from "../../connect/api/address.ts";
import { ApiConnection } from "../../connect/api/api-connection.ts";
import { readToken } from "../../connect/api/credentials.ts";
import type { ClusterSnapshot } from "../../model/cluster.ts";
import { collect } from "../collect.ts";
import { sameConfig, sameFile } from "../same-text.ts";
import { type ApiParts, collectApi } from "./collect-api.ts";

const now = "2026-11-22T10:00:00.000Z";

describe("a cluster read through its API", () => {
  let pve: SimulatedPve;
  let demo: ClusterSnapshot;
  beforeAll(async () => {
    demo = await collect(demoCluster, {
      tool: { name: "lanekeeper", version: "0" },
      now,
      stdin: async () => new Uint8Array(),
    });
    pve = await startSimulatedPve({ snapshot: demo });
  });
  afterAll(() => pve.stop());

  async function read(token = pve.token()): Promise<ApiParts> {
    const connection = await ApiConnection.open({
      entry: readAddress(pve.url("pve1")),
      trust: { kind: "pin", sha256: pve.fingerprint("pve1") },
      credentials: readToken(token, "the test"),
    });
    try {
      return await collectApi(connection, now, () => undefined);
    } finally {
      await connection.close();
    }
  }

  it("is the cluster its files are", async () => {
    const told = await read();
    expect(told.unreadable).toEqual([]);
    expect(told.guests.map(({ vmid }) => vmid).sort()).toEqual(demo.guests.map(({ vmid }) => vmid).sort());
    for (const { vmid, config } of told.guests) {
      const own = demo.guests.find((guest) => guest.vmid === vmid)?.config ?? "";
      expect(sameConfig(config, own), `${vmid}\n${config}\n${own}`).toBe(true);
    }
    for (const name of [
      "storage.cfg",
      "ha/resources.cfg",
      "ha/rules.cfg",
      "replication.cfg",
      "corosync.conf",
    ] as const)
      expect(
        sameFile(name, told.files[name] ?? null, demo.files[name] ?? null),
        `${name}\n${told.files[name]}`,
      ).toBe(true);
    expect(told.nodesComplete).toBe(true);
  });
});
