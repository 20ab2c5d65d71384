import { readFileSync } from "node:fs";
import { argv, env, resourceUsage, stdout } from "node:process";
import { readApiCluster } from "../../src/collect/api/read-cluster.ts";
import { readAddress } from "../../src/connect/api/address.ts";
import { readToken } from "../../src/connect/api/credentials.ts";

/** One reading of a cluster in a process of its own, so that its peak memory is its own. */
const [, , url = "", caFile = ""] = argv;
const began = performance.now();
const parts = await readApiCluster(
  {
    entry: readAddress(url),
    trust: { kind: "authorities", pem: readFileSync(caFile, "utf8") },
    credentials: readToken(env["LANEKEEPER_TOKEN"] ?? "", "the bench"),
  },
  new Date().toISOString(),
  () => undefined,
);
const seconds = (performance.now() - began) / 1000;
stdout.write(
  `${JSON.stringify({ seconds, guests: parts.guests.length, gaps: parts.unreadable.length, cpu: resourceUsage().userCPUTime / 1e6, peakMb: Math.round(resourceUsage().maxRSS / 1024) })}\n`,
);
