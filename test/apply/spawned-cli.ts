import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { build } from "esbuild";

/** The CLI as one file, as it is shipped, because killing a process takes a real one. */
export async function builtCli(folder: string): Promise<string> {
  const outfile = join(folder, "lanekeeper.cjs");
  await build({
    entryPoints: ["src/cli/main.ts"],
    outfile,
    bundle: true,
    platform: "node",
    format: "cjs",
    banner: { js: 'const __url = require("node:url").pathToFileURL(__filename).href;' },
    define: { "import.meta.url": "__url" },
    logLevel: "silent",
  });
  return outfile;
}

export interface SpawnedCli {
  readonly child: ChildProcess;
  /** null: it was killed. */
  readonly ended: Promise<{ readonly code: number | null; readonly out: string; readonly err: string }>;
  /** Nobody reads what it prints any more. */
  readonly stopReading: () => void;
}

export function spawnCli(
  cli: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): SpawnedCli {
  const child = spawn(process.execPath, [cli, ...args], {
    env: { PATH: process.env["PATH"] ?? "", LANG: "C.UTF-8", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let out = "";
  let err = "";
  child.stdout.on("data", (chunk: Buffer) => {
    out += chunk.toString();
  });
  child.stderr.on("data", (chunk: Buffer) => {
    err += chunk.toString();
  });
  const ended = new Promise<{ code: number | null; out: string; err: string }>((over) => {
    child.on("close", (code) => over({ code, out, err }));
  });
  return { child, ended, stopReading: () => void child.stdout.destroy() };
}
