import { argv, memoryUsage, resourceUsage, stdout } from "node:process";
import { audit } from "../src/audit/audit.ts";
import type { ClusterSnapshot } from "../src/model/cluster.ts";
import { parseGuestConf } from "../src/model/syntax/guest-conf.ts";
import { planCluster } from "../src/narrator/plan-cluster.ts";
import { resolve } from "../src/resolve/resolve.ts";
import { makeCluster } from "./make-cluster.ts";

/** One measurement in a process of its own, so that its peak memory is its own: parse, resolve and audit of N guests. */
const guests = Number(argv[2]);
const made = makeCluster(guests);
const snapshot: ClusterSnapshot = {
  schema: "lanekeeper/snapshot/1",
  takenAt: "2026-01-01T00:00:00.000Z",
  tool: { name: "bench", version: "0" },
  sources: [],
  nodesComplete: true,
  nodes: [...new Set(made.guests.map(({ node }) => node))].map((name) => ({ name })),
  guests: made.guests.map((guest) => ({ ...guest, path: `${guest.vmid}.conf` })),
  containers: [],
  files: {
    "storage.cfg": made.storageCfg,
    "ha/resources.cfg": null,
    "ha/rules.cfg": null,
    "ha/groups.cfg": null,
    "replication.cfg": null,
  },
  unreadable: [],
};

const bare = memoryUsage().rss;
const parse = timed(() => {
  for (const { config } of snapshot.guests) parseGuestConf(config);
});
const resolved = timed(() => resolve(snapshot));
const audited = timed(() =>
  audit(resolved.value, { tool: snapshot.tool, generatedAt: snapshot.takenAt, sources: [] }),
);
const peakMb = Math.round(resourceUsage().maxRSS / 1e3);
// Resolve and audit twice, and what lies between.
const planned = timed(() =>
  planCluster(
    snapshot,
    { tool: snapshot.tool, generatedAt: snapshot.takenAt, sources: [] },
    { safeOnly: false },
  ),
);
stdout.write(
  `${JSON.stringify({
    guests,
    parseMs: parse.ms,
    resolveMs: resolved.ms,
    auditMs: audited.ms,
    findings: audited.value.findings.length,
    planMs: planned.ms,
    steps: planned.value.steps.length,
    bareMb: Math.round(bare / 1e6),
    peakMb,
  })}\n`,
);

function timed<T>(work: () => T): { readonly value: T; readonly ms: number } {
  const start = performance.now();
  const value = work();
  return { value, ms: Math.round(performance.now() - start) };
}
