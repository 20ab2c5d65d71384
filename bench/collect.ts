import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { argv, env, stdout } from "node:process";
import { fileURLToPath } from "node:url";
import { type Cell, lines, startServer } from "./simulated-server.ts";

/**
 * `npm run bench:collect [-- all]`: reading a simulated cluster through its API, against the bound calls × latency /
 * (three workers × nodes); beside it python3-proxmoxer, where it is installed. Without `all` the cells at 20 ms, and the
 * largest at 80 ms.
 */

const sizes = [100, 1_000, 10_000].flatMap((guests) => [1, 5, 16].map((nodes) => ({ guests, nodes })));
const usual: readonly Cell[] = [
  ...sizes.map((size) => ({ ...size, latency: 20 })),
  { guests: 10_000, nodes: 16, latency: 80 },
];
const all: readonly Cell[] = [1, 20, 80].flatMap((latency) => sizes.map((size) => ({ ...size, latency })));
const workers = 3;

const here = (file: string): string => fileURLToPath(new URL(`collect/${file}`, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "lanekeeper-bench-"));

async function measure({ guests, nodes, latency }: Cell): Promise<readonly string[]> {
  const server = await startServer({ guests, nodes, latency }, folder);
  const { url, caFile, token } = server;
  const given = { env: { ...env, LANEKEEPER_TOKEN: token }, encoding: "utf8", maxBuffer: 1e9 } as const;
  const reader = spawn("npx", ["tsx", here("read.ts"), url, caFile], {
    env: given.env,
    stdio: ["pipe", "pipe", "inherit"],
  });
  const heard = lines(reader);
  const told = async (say: "change" | "", what: string): Promise<string> => {
    const { seconds, peakMb, cpu, gaps } = JSON.parse(await heard()) as Readonly<
      Record<"seconds" | "peakMb" | "cpu" | "gaps", number>
    >; // what read.ts prints
    const { requests } = await server.counted(say);
    const bound = (requests * latency) / 1000 / (workers * nodes);
    return [
      String(guests),
      String(nodes),
      String(latency),
      String(requests),
      (requests / guests).toFixed(2),
      seconds.toFixed(2),
      bound.toFixed(2),
      (seconds / bound).toFixed(2),
      cpu.toFixed(1),
      String(peakMb),
      gaps === 0 ? what : `${what} ${gaps} gaps`,
    ].join("\t");
  };
  const rows = [await told("change", "")];
  reader.stdin?.write("again\n");
  rows.push(await told("", "warm, 1 % changed"));
  if (guests === 1_000 && nodes === 5 && latency === 20 && hasProxmoxer()) {
    const { hostname, port } = new URL(url);
    const [took = "", , calls = ""] = (
      await output("/usr/bin/python3", [here("proxmoxer_read.py"), hostname, port, caFile], given.env)
    ).split(" ");
    rows.push(`\t\t\t${calls.trim()}\t\t${took}\t\t\t\t\tproxmoxer, the guests only`);
  }
  server.stop();
  return rows;
}

function output(command: string, args: readonly string[], given: typeof env): Promise<string> {
  return new Promise((told, failed) => {
    const child = spawn(command, args, { env: given, stdio: ["ignore", "pipe", "inherit"] });
    let text = "";
    child.stdout.on("data", (data: Buffer) => {
      text += data.toString("utf8");
    });
    child.on("close", (code) =>
      code === 0 ? told(text) : failed(new Error(`${command} ended with ${code}`)),
    );
  });
}

function hasProxmoxer(): boolean {
  try {
    execFileSync("/usr/bin/python3", ["-c", "import proxmoxer, requests"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

stdout.write("guests\tnodes\tms\tcalls\tper guest\tseconds\tbound\tratio\tcpu s\tpeak MB\n");
for (const cell of argv.includes("all") ? all : usual)
  for (const row of await measure(cell)) stdout.write(`${row}\n`);
rmSync(folder, { recursive: true });
