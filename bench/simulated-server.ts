import { type ChildProcess, spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** A size of a simulated cluster. */
export interface Cell {
  readonly guests: number;
  readonly nodes: number;
  /** Milliseconds. */
  readonly latency: number;
}

export interface SimulatedServer {
  readonly url: string;
  readonly caFile: string;
  readonly token: string;
  /** Requests since the last time; `change` changes every hundredth guest first. */
  readonly counted: (say?: "change" | "") => Promise<{ readonly requests: number }>;
  readonly stop: () => void;
}

/** A simulated cluster in a process of its own, so that its work is not ours. */
export async function startServer(
  { guests, nodes, latency }: Cell,
  folder: string,
): Promise<SimulatedServer> {
  const script = fileURLToPath(new URL("collect/serve.ts", import.meta.url));
  const server = spawn("npx", ["tsx", script, String(guests), String(nodes), String(latency)], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const next = lines(server);
  const { url, ca, token } = JSON.parse(await next()) as Readonly<Record<"url" | "ca" | "token", string>>; // what serve.ts prints
  const caFile = join(folder, "ca.pem");
  writeFileSync(caFile, ca);
  return {
    url,
    caFile,
    token,
    async counted(say = "") {
      server.stdin?.write(`${say}\n`);
      return JSON.parse(await next()) as { requests: number }; // what serve.ts prints
    },
    stop: () => void server.stdin?.end(),
  };
}

/** Lines of a process, one for each question. */
export function lines(child: ChildProcess): () => Promise<string> {
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
