import { readFileSync, statSync } from "node:fs";
import { dirname, isAbsolute, join, resolve as resolvePath } from "node:path";
import {
  type AuditOptions,
  type ClusterOfFile,
  defaultPolicy,
  Failure,
  loadPolicyFile,
  type Policy,
  policyErrors,
  policyRules,
} from "../index.ts";
import { theCluster } from "./named-cluster.ts";
import type { SourceOptions } from "./source.ts";
import type { Streams } from "./streams.ts";
import { styleOf } from "./terminal-style.ts";

export interface PolicyOptions {
  readonly policy?: string;
}

/** The policy of `--cluster` where one is named, else that of the file. */
export async function readPolicy(
  options: PolicyOptions & SourceOptions,
  streams: Streams,
): Promise<PolicyInForce> {
  const { clusters, ...inForce } = await readPolicyFiles(options, streams);
  const { cluster } = options;
  return cluster === undefined ? inForce : { ...inForce, policy: theCluster(cluster, clusters).policy };
}

/** The policy in force, and the part of an audit that says which it is. */
interface PolicyInForce extends Required<Pick<AuditOptions, "policySources">> {
  readonly policy: Policy;
}

/** What is read where `--policy` does not say. */
const usualName = "lanekeeper.yaml";

/** Enough for any policy; the reader says what it does not take. */
const mostBytes = 4 * 1024 * 1024;

interface PolicyFiles extends PolicyInForce {
  readonly clusters: ReadonlyMap<string, ClusterOfFile>;
}

const builtIn: PolicyFiles = { policy: defaultPolicy, policySources: [], clusters: new Map() };

/** `--policy`, else lanekeeper.yaml of the working directory; the demo is of another cluster and wants no policy of yours. */
export async function readPolicyFiles(
  options: PolicyOptions & SourceOptions,
  streams: Streams,
): Promise<PolicyFiles> {
  const usual = options.demo === true ? undefined : usualName;
  const path = options.policy ?? usual;
  if (path === undefined) return builtIn;
  const file = readText(path, streams.folder);
  if ("failed" in file) {
    if (file.absent && options.policy === undefined) return builtIn;
    throw new Failure("no-policy", `cannot read the policy ${path}: ${file.failed}`);
  }
  const reading = await loadPolicyFile(file.text, path, {
    rules: policyRules,
    readBase: (named, from) => readText(besideFile(named, from), streams.folder),
  });
  if (reading.ok)
    return { policy: reading.policy, policySources: reading.sources, clusters: reading.clusters };
  const style = styleOf({ color: "never" }, streams);
  throw new Failure(
    "bad-policy",
    "the policy cannot be read",
    undefined,
    policyErrors(reading.errors, style),
  );
}

/** A file named in another one lies beside it, unless it says where. */
function besideFile(named: string, from: string): string {
  return isAbsolute(named) ? named : join(dirname(from), named);
}

type TextFile =
  | { readonly path: string; readonly text: string }
  | { readonly failed: string; readonly absent: boolean };

function readText(path: string, folder: string): TextFile {
  const file = resolvePath(folder, path);
  try {
    const { size } = statSync(file);
    if (size > mostBytes) return { failed: `${size} bytes are too many for a policy`, absent: false };
    return { path, text: new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(file)) };
  } catch (error) {
    return { failed: reasonOf(error), absent: codeOf(error) === "ENOENT" };
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "no such file",
  EACCES: "no permission",
  EISDIR: "it is a folder",
  ERR_ENCODING_INVALID_ENCODED_DATA: "it is not UTF-8 text",
};

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

function reasonOf(error: unknown): string {
  return reasons[codeOf(error)] ?? (error instanceof Error ? error.message : String(error));
}
