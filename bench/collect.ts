import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { argv, env, stdout } from "node:process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/**
 * `npm run bench:collect [-- all]`: reading a simulated cluster through its API, against the bound calls × latency /
 * (three workers × nodes); beside it python3-proxmoxer, where it is installed. Without `all` the cells at 20 ms, and the
 * largest at 80 ms.
 */

interface Cell {
  readonly guests: number;
  readonly nodes: number;
  /** Milliseconds. */
  readonly latency: number;
}

const sizes = [100, 1_000, 10_000].flatMap((guests) => [1, 5, 16].map((nodes) => ({ guests, nodes })));
const usual: readonly Cell[] = [
  ...sizes.map((size) => ({ ...size, latency: 20 })),
  { guests: 10_000, nodes: 16, latency: 80 },
];
const all: readonly Cell[] = [1, 20, 80].flatMap((latency) => sizes.map((size) => ({ ...size, latency })));
const workers = 3;

const here = (file: string): string => fileURLToPath(new URL(`collect/${file}`, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "lanekeeper-bench-"));

/** Lines of a process, one for each question. */
function lines(child: ChildProcess): () => Promise<string> {
  const waiting: ((line: string) => void)[] = [];
  const ready: string[] = [];
  if (child.stdout === null) throw new Error("no output to read");
  createInterface({ input: child.stdout }).on("line", (line) => {
    const next = waiting.shift();
    if (next === undefined) ready.push(line);
    else next(line);
  });
  return () => {
    const line = ready.shift();
    return line === undefined ? new Promise((told) => waiting.push(told)) : Promise.resolve(line);
  };
}

async function measure({ guests, nodes, latency }: Cell): Promise<readonly string[]> {
  const server = spawn("npx", ["tsx", here("serve.ts"), String(guests), String(nodes), String(latency)], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const next = lines(server);
  const { url, ca, token } = JSON.parse(await next()) as Readonly<Record<"url" | "ca" | "token", string>>; // what serve.ts prints
  const caFile = join(folder, "ca.pem");
  writeFileSync(caFile, ca);
  const given = { env: { ...env, LANEKEEPER_TOKEN: token }, encoding: "utf8", maxBuffer: 1e9 } as const;
  const counted = async (say: string): Promise<{ readonly requests: number }> => {
    server.stdin?.write(`${say}\n`);
    return JSON.parse(await next()) as { requests: number }; // what serve.ts prints
  };
  const reader = spawn("npx", ["tsx", here("read.ts"), url, caFile], {
    env: given.env,
    stdio: ["pipe", "pipe", "inherit"],
  });
  const heard = lines(reader);
  const told = async (say: string, what: string): Promise<string> => {
    const { seconds, peakMb, cpu, gaps } = JSON.parse(await heard()) as Readonly<
      Record<"seconds" | "peakMb" | "cpu" | "gaps", number>
    >; // what read.ts prints
    const { requests } = await counted(say);
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
  server.stdin?.end();
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
