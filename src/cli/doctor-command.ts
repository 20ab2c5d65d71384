import type { Command } from "commander";
import {
  type AccessReport,
  asOneCluster,
  checkPlan,
  examineAccess,
  examineShell,
  examineWrite,
  Failure,
  leastPrivilege,
  leastShell,
  type Plan,
  readPlanFile,
  terminalAccess,
} from "../index.ts";
import { privilegesWithRestart, roleWithRestart } from "../model/restart-privileges.ts";
import { apiAccess } from "./access.ts";
import { onInterrupt } from "./interrupt.ts";
import { formatOption, policyOption, type StyleOptions, sourceOptions, styleOptions } from "./options.ts";
import type { PolicyOptions } from "./policy-source.ts";
import { progressLine } from "./progress.ts";
import { type SourceOptions, withNamedCluster } from "./source.ts";
import type { Streams } from "./streams.ts";
import { styleOf } from "./terminal-style.ts";
import { tool } from "./version.ts";

interface DoctorOptions extends SourceOptions, StyleOptions, PolicyOptions {
  readonly format: "terminal" | "json";
  /** A plan's file. */
  readonly write?: string;
}

export function addDoctor(program: Command, streams: Streams): void {
  const command = program
    .command("doctor")
    .description("try the access to a cluster: what it gives, what it lacks, and the least it takes");
  styleOptions(formatOption(policyOption(sourceOptions(command))))
    .option(
      "--write <plan>",
      "whether the token of LANEKEEPER_WRITE_TOKEN, or --token-file, could apply this plan, and the role it takes; writes nothing",
    )
    .action((options: DoctorOptions) => runDoctor(options, streams));
}

/** Exit 0: all can be read, or written; 1: with gaps; 2: no access. */
async function runDoctor(given: DoctorOptions, streams: Streams): Promise<void> {
  const plan = given.write === undefined ? undefined : planIn(given.write, streams);
  const named = await withNamedCluster(given, streams);
  const sources = sourcesOf(named, plan !== undefined, streams);
  // the token a policy file names is for reading, and is never shown where a plan is written
  const { tokenFile: _, ...others } = named;
  const access = { ...others, ...(tokenFileOf(given, named, plan) ?? {}) };
  const reports: AccessReport[] = [];
  for (const source of sources) reports.push(await examined(source, plan, access, streams));
  const together = asOneCluster(reports);
  const [only] = together;
  if (given.format === "json")
    streams.out(`${JSON.stringify(together.length === 1 ? only : together, null, 2)}\n`);
  else {
    const style = styleOf(given, streams);
    streams.out(together.map((report) => terminalAccess(report, style)).join("\n"));
  }
  streams.exit(Math.max(...together.map(codeOf)));
}

function tokenFileOf(
  given: SourceOptions,
  named: SourceOptions,
  plan: Plan | undefined,
): { readonly tokenFile: string } | undefined {
  const file = plan === undefined ? named.tokenFile : given.tokenFile;
  return file === undefined ? undefined : { tokenFile: file };
}

/** How old its reading is does not matter here: rights do not age with it. Throws a Failure. */
function planIn(path: string, streams: Streams): Plan {
  const { plan } = readPlanFile(path);
  checkPlan(plan, streams.now(), Number.POSITIVE_INFINITY);
  return plan;
}

const isApi = (source: string): boolean => /^https:\/\//i.test(source);
const isShell = (source: string): boolean => source === "node" || /^ssh:\/\//i.test(source);

function sourcesOf({ from, demo }: SourceOptions, write: boolean, { machine }: Streams): readonly string[] {
  const given = [...new Set(from ?? (machine.isNode() && demo !== true ? ["node"] : []))];
  const apis = given.filter(isApi);
  if (write) {
    if (apis.length === 1) return apis;
    throw new Failure(
      "no-api",
      "doctor --write tries the API of one cluster",
      "--from https://<node>:8006; over ssh and on a node, root may apply any plan",
    );
  }
  if (given.length > 0 && given.every((source) => isApi(source) || isShell(source))) return given;
  throw new Failure(
    "no-access",
    "doctor tries the access to running nodes",
    "--from https://<node>:8006, --from ssh://root@<node>, or --from node on a Proxmox VE node",
  );
}

async function examined(
  source: string,
  plan: Plan | undefined,
  options: SourceOptions,
  streams: Streams,
): Promise<AccessReport> {
  const progress = progressLine(streams);
  const finish = onInterrupt(progress.clear);
  try {
    if (isShell(source)) {
      const { machine, stdin, env, ask } = streams;
      const context = { tool, now: streams.now(), stdin, machine, env, mayAsk: ask !== undefined };
      return await examineShell(source, { ...context, sudo: options.sudo === true });
    }
    if (plan !== undefined)
      return await examineWrite(
        source,
        await apiAccess(source, options, streams, "LANEKEEPER_WRITE_TOKEN"),
        plan,
      );
    const access = await apiAccess(source, options, streams);
    return await examineAccess(source, access, streams.now(), progress.show);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return withoutAccess(source, plan, error);
  } finally {
    finish();
    progress.clear();
  }
}

function withoutAccess(
  source: string,
  plan: Plan | undefined,
  { code, message, hint }: Failure,
): AccessReport {
  const check = { step: steps[code] ?? "access", state: "failed", says: message } as const;
  const kind = kindOf(source, plan);
  return {
    schema: "lanekeeper/doctor/1",
    source,
    ...(kind === undefined ? {} : { kind }),
    checks: [hint === undefined ? check : { ...check, remedy: hint }],
    leastPrivilege: leastFor(source, plan),
  };
}

function kindOf(source: string, plan: Plan | undefined): AccessReport["kind"] {
  if (isShell(source)) return source === "node" ? "node" : "ssh";
  return plan === undefined ? undefined : "write";
}

function leastFor(source: string, plan: Plan | undefined): AccessReport["leastPrivilege"] {
  if (isShell(source)) return leastShell(source);
  if (plan === undefined) return leastPrivilege(undefined);
  return roleWithRestart(privilegesWithRestart(plan, undefined), undefined);
}

/** Where an access ends, by the code of the failure. */
const steps: Readonly<Record<string, string>> = {
  unreachable: "reach",
  "ssh-failed": "reach",
  "shell-failed": "script",
  "no-facts": "script",
  "bad-address": "address",
  "host-key-changed": "host key",
  "ssh-refused": "login",
  untrusted: "certificate",
  "unknown-node": "certificate",
  "not-trusted": "certificate",
  "fingerprint-changed": "certificate",
  "login-refused": "login",
  "second-factor": "login",
  "no-credentials": "credentials",
  "bad-token": "credentials",
  "open-secret": "credentials",
  "no-file": "credentials",
};

function codeOf({ checks }: AccessReport): 0 | 1 | 2 {
  const has = (state: string): boolean => checks.some((check) => check.state === state);
  if (has("failed")) return 2;
  return has("gap") ? 1 : 0;
}
