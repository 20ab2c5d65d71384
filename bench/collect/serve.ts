import { argv, stdin, stdout } from "node:process";
import type { ClusterSnapshot } from "../../src/model/cluster.ts";
import { guestPath } from "../../test/simulated-pve/cluster-state.ts";
import { startSimulatedPve } from "../../test/simulated-pve/simulated-pve.ts";
import { makeCluster } from "../make-cluster.ts";

/**
 * A simulated cluster in a process of its own: prints where it is, then says what it counted for every line it is sent.
 * `change`: every hundredth guest gets another tag first.
 */
const [guests = 100, nodes = 1, latency = 1] = argv.slice(2).map(Number);
const made = makeCluster(guests, nodes);
const names = [...new Set(made.guests.map(({ node }) => node))];
const snapshot: ClusterSnapshot = {
  schema: "lanekeeper/snapshot/1",
  takenAt: "2026-01-01T00:00:00.000Z",
  tool: { name: "bench", version: "0" },
  sources: [],
  nodesComplete: true,
  nodes: names.map((name) => ({ name })),
  guests: made.guests.map((guest) => ({ ...guest, path: `${guest.vmid}.conf` })),
  containers: [],
  files: { "storage.cfg": made.storageCfg, "corosync.conf": "totem {\n  cluster_name: bench\n}\n" },
  unreadable: [],
};
const pve = await startSimulatedPve({ snapshot, latency });
const entry = names[0] ?? "";
function changeSome(): void {
  for (const [index, { vmid, node }] of made.guests.entries()) {
    const path = guestPath(node, vmid);
    if (index % 100 === 0) pve.state.files.set(path, `tags: changed\n${pve.state.files.get(path) ?? ""}`);
  }
}

let [seen, connected] = [0, 0];
stdin.on("data", (line: Buffer) => {
  if (line.toString().startsWith("change")) changeSome();
  const { requests, connections, mostBusy } = pve.traffic;
  const counted = {
    requests: requests.length - seen,
    connections: connections - connected,
    mostBusy: [...mostBusy.values()],
  };
  [seen, connected] = [requests.length, connections];
  stdout.write(`${JSON.stringify(counted)}\n`);
});
stdin.on("end", () => process.exit(0));
stdout.write(
  `${JSON.stringify({ url: pve.url(entry), ca: pve.ca, token: pve.token(), nodes: names.length })}\n`,
);
