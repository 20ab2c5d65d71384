import { readFileSync } from "node:fs";
import { argv, env, resourceUsage, stdin, stdout } from "node:process";
import type { ApiParts } from "../../src/collect/api/collect-api.ts";
import { readApiCluster } from "../../src/collect/api/read-cluster.ts";
import type { Since } from "../../src/collect/since.ts";
import { readAddress } from "../../src/connect/api/address.ts";
import { readToken } from "../../src/connect/api/credentials.ts";

/** Readings of a cluster in a process of their own, so that the peak memory is their own; the second, when told, is warm. */
const [, , url = "", caFile = ""] = argv;
const tool = { name: "bench", version: "0" };

async function read(since?: Since): Promise<ApiParts> {
  const began = performance.now();
  const parts = await readApiCluster(
    {
      entry: readAddress(url),
      trust: { kind: "authorities", pem: readFileSync(caFile, "utf8") },
      credentials: readToken(env["LANEKEEPER_TOKEN"] ?? "", "the bench"),
    },
    new Date().toISOString(),
    () => undefined,
    since,
  );
  const seconds = (performance.now() - began) / 1000;
  const { userCPUTime, maxRSS } = resourceUsage();
  stdout.write(
    `${JSON.stringify({ seconds, guests: parts.guests.length, gaps: parts.unreadable.length, cpu: userCPUTime / 1e6, peakMb: Math.round(maxRSS / 1024) })}\n`,
  );
  return parts;
}

const first = await read();
stdin.once("data", async () => {
  const guests = new Map(first.guests.map((guest) => [guest.vmid, guest]));
  const head = {
    schema: "lanekeeper/snapshot/1",
    takenAt: new Date().toISOString(),
    tool,
    sources: [],
  } as const;
  await read({ name: "first", snapshot: { ...head, ...first }, guestOf: (vmid) => guests.get(vmid) });
  process.exit(0);
});
