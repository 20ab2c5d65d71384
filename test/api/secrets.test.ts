import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { type SimulatedPve, startSimulatedPve } from "../simulated-pve/simulated-pve.ts";
import { smallCluster } from "../simulated-pve/small-cluster.ts";

/** The program as people run it, in a process of its own: what others on the machine can see of it. */

const root = fileURLToPath(new URL("../..", import.meta.url));
const program = join(mkdtempSync(join(tmpdir(), "lanekeeper-bundle-")), "lanekeeper.cjs");
let pve: SimulatedPve;
let token: string;
let secret: string;
let folder: string;
beforeAll(async () => {
  // as scripts/build.mjs makes it, but not over what others may be running
  execFileSync(
    join(root, "node_modules/.bin/esbuild"),
    [
      "src/cli/main.ts",
      "--bundle",
      "--platform=node",
      "--format=cjs",
      `--outfile=${program}`,
      "--log-level=error",
      "--define:import.meta.url=importMetaUrl",
      "--banner:js=const importMetaUrl = require('node:url').pathToFileURL(__filename).href;",
    ],
    { cwd: root },
  );
  pve = await startSimulatedPve({ snapshot: smallCluster });
  token = pve.token();
  secret = token.split("=")[1] ?? "";
});
afterAll(async () => {
  await pve.stop();
  rmSync(join(program, ".."), { recursive: true });
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lanekeeper-"));
});
afterEach(() => {
  pve.clearFaults();
  rmSync(folder, { recursive: true });
});

function start(args: readonly string[], env: Readonly<Record<string, string>> = {}): ChildProcess {
  return spawn(process.execPath, [program, ...args], {
    cwd: folder,
    env: { PATH: process.env["PATH"], HOME: folder, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

/** Everything it prints, and how it ended. */
function ended(child: ChildProcess): Promise<{ readonly text: string; readonly code: number | null }> {
  let text = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (data: Buffer) => {
      text += data.toString("utf8");
    });
  return new Promise((done) => child.on("close", (code) => done({ text, code })));
}

const access = () => ["--from", pve.url("pve1"), "--fingerprint", pve.fingerprint("pve1")];

/** Resolves when the program waits for an answer that does not come. */
function heldUp(): Promise<void> {
  const on = { path: "/cluster/resources" };
  return new Promise((reached) => {
    pve.fault({ on, effect: { kind: "change", change: reached } });
    pve.fault({ on, effect: { kind: "silence" } });
  });
}

it.skipIf(!existsSync("/proc/self/cmdline"))(
  "shows no secret in the list of processes, and its bundle holds none",
  async () => {
    const file = join(folder, "token");
    writeFileSync(file, token, { mode: 0o600 });
    const reached = heldUp();
    const child = start(["collect", ...access(), "--token-file", file, "-o", "bundle.json"]);
    const end = ended(child);
    await reached;
    const lines = readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .map((pid) => commandLine(pid));
    expect(lines.some((line) => line.includes("--token-file"))).toBe(true);
    expect(lines.filter((line) => line.includes(secret))).toEqual([]);
    pve.clearFaults();
    child.kill("SIGINT");
    await end;
    expect(readdirSync(folder).filter((name) => name.startsWith("bundle"))).toEqual([]);

    const whole = await ended(start(["collect", ...access(), "--token-file", file, "-o", "bundle.json"]));
    expect(whole.code).toBe(0);
    const bundle = readFileSync(join(folder, "bundle.json"), "utf8");
    expect(JSON.parse(bundle)).toMatchObject({ guests: expect.any(Array) });
    expect(statSync(join(folder, "bundle.json")).mode & 0o077).toBe(0);
    for (const text of [bundle, whole.text]) expect(text.includes(secret)).toBe(false);
  },
);

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "latin1");
  } catch {
    return ""; // it ended meanwhile
  }
}

it("knows no option that takes a token or a password", async () => {
  for (const option of ["--token", "--password", "--secret"]) {
    const { code, text } = await ended(start(["audit", ...access(), option, token]));
    expect(code).toBe(2);
    expect(text).toMatch(/unknown option/);
    expect(text.includes(secret)).toBe(false);
  }
});

it.each([
  ["a token that is refused", () => [token.replace(/.{4}$/, "0000"), access()] as const],
  ["a node nobody knows", () => [token, ["--from", pve.url("pve1")]] as const],
  ["a port where nothing listens", () => [token, ["--from", "https://127.0.0.9:1"]] as const],
  ["a token that is none", () => [`${token} and more`, access()] as const],
  ["a token in the address", () => [token, ["--from", `https://${token}@127.0.0.1`]] as const],
])("is quiet about it: %s", async (_, given) => {
  const [used, options] = given();
  const { code, text } = await ended(start(["audit", ...options], { LANEKEEPER_TOKEN: used }));
  expect(code).toBe(2);
  expect(text.split("\n").filter((line) => line !== "").length).toBeLessThanOrEqual(2);
  expect(text.includes(secret.slice(0, 13))).toBe(false);
});

it("refuses a file with a token that others can read", async () => {
  const file = join(folder, "token");
  writeFileSync(file, token, { mode: 0o644 });
  const { code, text } = await ended(start(["audit", ...access(), "--token-file", file]));
  expect({ code, text }).toEqual({
    code: 2,
    text: expect.stringMatching(/can be read by others\n.*chmod 600/),
  });
});

it("says nothing of its progress in a pipe", async () => {
  const { text } = await ended(start(["collect", ...access(), "-o", "b.json"], { LANEKEEPER_TOKEN: token }));
  expect(text).toBe("2 guests written to b.json\n");
});
