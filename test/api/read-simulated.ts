import { collectApi } from "../../src/collect/api/collect-api.ts";
import { readAddress } from "../../src/connect/api/address.ts";
import { ApiConnection } from "../../src/connect/api/api-connection.ts";
import { readToken } from "../../src/connect/api/credentials.ts";
import type { LineOptions } from "../../src/connect/api/node-line.ts";
import type { ClusterSnapshot } from "../../src/model/cluster.ts";
import type { SimulatedPve } from "../simulated-pve/simulated-pve.ts";

/** Long enough for a busy machine, and no pauses to wait for. */
export const patient: LineOptions = { timeout: 10_000, retries: 1, pause: 1 };

/** The running cluster as a snapshot, read through pve1 with a pin. */
export async function readSimulated(
  pve: SimulatedPve,
  { token = pve.token(), line = patient }: { readonly token?: string; readonly line?: LineOptions } = {},
): Promise<ClusterSnapshot> {
  const api = await ApiConnection.open({
    entry: readAddress(pve.url("pve1")),
    trust: { kind: "pin", sha256: pve.fingerprint("pve1") },
    credentials: readToken(token, "the test"),
    line,
  });
  try {
    const now = "2026-11-22T10:00:00.000Z";
    return {
      schema: "lanekeeper/snapshot/1",
      takenAt: now,
      tool: { name: "test", version: "1" },
      sources: [{ kind: "api", name: pve.url("pve1") }],
      ...(await collectApi(api, now, () => undefined)),
    };
  } finally {
    await api.close();
  }
}
