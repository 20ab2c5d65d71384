import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execPath, stdout } from "node:process";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";
import { makeCluster, writeCluster } from "./make-cluster.ts";

/** `npm run bench`: figures, never assertions. Everything is measured in processes of their own, the best of a few runs. */
const folder = mkdtempSync(join(tmpdir(), "lanekeeper-bench-"));
const cli = fileURLToPath(new URL("../dist/lanekeeper.cjs", import.meta.url));

try {
  startUp();
  stages();
  wholeAudit();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function startUp(): void {
  const bare = best(15, () => seconds([execPath, "-e", "0"]));
  const version = best(15, () => seconds([execPath, cli, "--version"]));
  row("node -e 0", `${ms(bare)}`);
  row(
    "lanekeeper --version",
    `${ms(version)}`,
    `${(version / bare).toFixed(2)} × a bare node start (aim 1.5)`,
  );
}

interface Stage {
  readonly guests: number;
  readonly parseMs: number;
  readonly resolveMs: number;
  readonly auditMs: number;
  readonly findings: number;
  readonly planMs: number;
  readonly steps: number;
  readonly peakMb: number;
}

function stages(): void {
  const script = join(folder, "stage.mjs");
  const entry = fileURLToPath(new URL("stage.ts", import.meta.url));
  buildSync({ entryPoints: [entry], outfile: script, bundle: true, platform: "node", format: "esm" });
  for (const guests of [1_000, 10_000, 100_000]) {
    const runs = Array.from({ length: guests > 10_000 ? 1 : 3 }, () => stage(script, guests));
    const fastest = runs.reduce((a, b) => (a.resolveMs + a.auditMs <= b.resolveMs + b.auditMs ? a : b));
    const { parseMs, resolveMs, auditMs, findings, planMs, steps, peakMb } = fastest;
    const rate = (milliseconds: number): string =>
      `${milliseconds} ms, ${Math.round((guests / milliseconds) * 1000).toLocaleString("en")} guests/s`;
    row(`${guests} guests, ${guests * 3} drives`, `${findings} findings, peak ${peakMb} MB`);
    row("  parse alone", rate(parseMs));
    row("  resolve (parse included)", rate(resolveMs));
    row(
      "  audit",
      rate(auditMs),
      guests === 10_000 ? `together ${resolveMs + auditMs} ms (aim 1000 ms, 300 MB)` : "",
    );
    row(
      "  plan (resolve and audit twice)",
      rate(planMs),
      `${steps} steps${guests === 1_000 ? " (aim 2000 ms)" : ""}`,
    );
  }
}

function stage(script: string, guests: number): Stage {
  const output = execFileSync(execPath, ["--max-old-space-size=16000", script, String(guests)], {
    encoding: "utf8",
  });
  return JSON.parse(output) as Stage; // written by stage.ts
}

/** The command a person runs, on files: read, resolve, audit, print as JSON. */
function wholeAudit(): void {
  const guests = 10_000;
  const source = join(folder, "pve");
  writeCluster(source, makeCluster(guests));
  const bare = best(5, () => seconds([execPath, "-e", "0"]));
  const runs = Array.from({ length: 3 }, () => timed(["audit", "--from", source, "--format", "json"]));
  const took = Math.min(...runs.map((run) => run.seconds));
  const peak = Math.min(...runs.map((run) => run.peakMb));
  row(
    `audit --from <directory of ${guests} guests> --format json`,
    `${ms(took)}, peak ${peak} MB`,
    `${(took / bare).toFixed(0)} × a bare node start (aim 80, 600 MB)`,
  );
}

/** GNU time prints the peak memory of the child on the last line of standard error. */
function timed(args: readonly string[]): { readonly seconds: number; readonly peakMb: number } {
  const start = performance.now();
  const child = spawnSync("/usr/bin/time", ["-f", "%M", execPath, cli, ...args], {
    encoding: "utf8",
    maxBuffer: 2 ** 30,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const took = (performance.now() - start) / 1000;
  return { seconds: took, peakMb: Math.round(Number(child.stderr.trim().split("\n").at(-1)) / 1000) };
}

function seconds([command = "", ...args]: readonly string[]): number {
  const start = performance.now();
  execFileSync(command, args, { stdio: "ignore" });
  return (performance.now() - start) / 1000;
}

function best(runs: number, measure: () => number): number {
  return Math.min(...Array.from({ length: runs }, measure));
}

function ms(time: number): string {
  return `${Math.round(time * 1000)} ms`;
}

function row(what: string, figure: string, note = ""): void {
  stdout.write(`${what.padEnd(58)} ${figure.padEnd(34)} ${note}\n`.trimEnd().concat("\n"));
}
