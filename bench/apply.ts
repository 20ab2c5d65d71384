import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { env, execPath, stdout } from "node:process";
import { fileURLToPath } from "node:url";
import type { Plan } from "../src/model/plan.ts";
import { type Cell, startServer } from "./simulated-server.ts";

/**
 * `npm run bench:apply`: the whole command against a simulated cluster in another process. Bound: steps × three round trips
 * (two readings at once before and after, and the write), because writes go one after the other.
 */
const cells: readonly Cell[] = [
  { guests: 100, nodes: 5, latency: 5 },
  { guests: 100, nodes: 5, latency: 20 },
  { guests: 100, nodes: 5, latency: 80 },
  { guests: 1_000, nodes: 5, latency: 20 },
];
const cli = fileURLToPath(new URL("../dist/lanekeeper.cjs", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "lanekeeper-bench-"));

async function measure(cell: Cell): Promise<string> {
  const server = await startServer(cell, folder);
  const given = {
    ...env,
    HOME: mkdtempSync(join(folder, "home-")),
    LANEKEEPER_TOKEN: server.token,
    LANEKEEPER_WRITE_TOKEN: server.token,
  };
  const file = join(folder, "plan.json");
  const from = ["--from", server.url, "--ca", server.caFile];
  await run(["plan", ...from, "-o", file, "--format", "json"], given);
  const plan = JSON.parse(readFileSync(file, "utf8")) as Plan; // what plan wrote
  await server.counted();
  const seconds = await run(["apply", file, ...from, "--yes", "--format", "json"], given);
  const { requests } = await server.counted();
  server.stop();
  const bound = (plan.steps.length * 3 * cell.latency) / 1000;
  return [
    ...[cell.guests, cell.latency, plan.steps.length, requests],
    ...[seconds.toFixed(1), bound.toFixed(1), (seconds / bound).toFixed(2)],
    ((seconds / plan.steps.length) * 1000).toFixed(0),
  ].join("\t");
}

/** Seconds. */
function run(words: readonly string[], given: NodeJS.ProcessEnv): Promise<number> {
  const began = performance.now();
  return new Promise((told, failed) => {
    const child = spawn(execPath, [cli, ...words], { env: given, stdio: ["ignore", "ignore", "inherit"] });
    child.on("close", (code) =>
      code === 0
        ? told((performance.now() - began) / 1000)
        : failed(new Error(`${words[0]} ended with ${code}`)),
    );
  });
}

stdout.write("guests\tms\tsteps\tcalls\tseconds\tbound\tratio\tms a step\n");
for (const cell of cells) stdout.write(`${await measure(cell)}\n`);
rmSync(folder, { recursive: true });
