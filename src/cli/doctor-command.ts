import type { Command } from "commander";
import { type AccessReport, examineAccess, Failure, leastPrivilege, terminalAccess } from "../index.ts";
import { apiAccess } from "./access.ts";
import { onInterrupt } from "./interrupt.ts";
import { formatOption, type StyleOptions, sourceOptions, styleOptions } from "./options.ts";
import { progressLine } from "./progress.ts";
import type { SourceOptions } from "./source.ts";
import type { Streams } from "./streams.ts";
import { styleOf } from "./terminal-style.ts";

interface DoctorOptions extends SourceOptions, StyleOptions {
  readonly format: "terminal" | "json";
}

export function addDoctor(program: Command, streams: Streams): void {
  const command = program
    .command("doctor")
    .description("try the access to a cluster's API: what it gives, what it lacks, and the role it takes");
  styleOptions(formatOption(sourceOptions(command))).action((options: DoctorOptions) =>
    runDoctor(options, streams),
  );
}

/** Exit 0: all can be read; 1: with gaps; 2: no access. */
async function runDoctor(options: DoctorOptions, streams: Streams): Promise<void> {
  const [source, ...others] = options.from ?? [];
  if (source === undefined || others.length > 0 || !/^https:\/\//i.test(source))
    throw new Failure(
      "no-api",
      "doctor tries the API of one cluster",
      "--from https://<node>:8006; over ssh, lanekeeper collect --from ssh://root@<node> -o bundle.json says what is missing",
    );
  const report = await examined(source, options, streams);
  if (options.format === "json") streams.out(`${JSON.stringify(report, null, 2)}\n`);
  else streams.out(terminalAccess(report, styleOf(options, streams)));
  streams.exit(codeOf(report));
}

async function examined(source: string, options: DoctorOptions, streams: Streams): Promise<AccessReport> {
  const progress = progressLine(streams);
  const finish = onInterrupt(progress.clear);
  try {
    const access = await apiAccess(source, options, streams);
    return await examineAccess(source, access, streams.now(), progress.show);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const { message, hint, code } = error;
    const check = { step: steps[code] ?? "access", state: "failed", says: message } as const;
    return {
      schema: "lanekeeper/doctor/1",
      source,
      checks: [hint === undefined ? check : { ...check, remedy: hint }],
      leastPrivilege: leastPrivilege(undefined),
    };
  } finally {
    finish();
    progress.clear();
  }
}

/** Where an access ends, by the code of the failure. */
const steps: Readonly<Record<string, string>> = {
  unreachable: "reach",
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
