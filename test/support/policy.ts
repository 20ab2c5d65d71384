import type { Policy } from "../../src/model/policy.ts";
import type { PolicyError } from "../../src/model/policy-error.ts";
import { compileOwnRule } from "../../src/policy/own-rules/compile.ts";
import { type PolicyContext, type PolicyReading, readPolicyFile } from "../../src/policy/read-policy-file.ts";

const rules = [
  "drive/iothread-off",
  "drive/aio-threads",
  "drive/cache-not-coherent",
  "policy/waiver-expired",
];

/** Reads a policy; `files` are those it may extend. */
export function readPolicyText(text: string, files: Readonly<Record<string, string>> = {}): PolicyReading {
  const readBase: PolicyContext["readBase"] = (named) => {
    const base = files[named];
    return base === undefined ? { failed: "no such file" } : { path: named, text: base };
  };
  return readPolicyFile(text, "lanekeeper.yaml", { rules, readBase, compileRule: compileOwnRule });
}

export function policyOf(text: string, files: Readonly<Record<string, string>> = {}): Policy {
  const reading = readPolicyText(text, files);
  if (!reading.ok) throw new Error(reading.errors.map(shortError).join("\n"));
  return reading.policy;
}

export function errorsOf(text: string, files: Readonly<Record<string, string>> = {}): readonly string[] {
  const reading = readPolicyText(text, files);
  return reading.ok ? [] : reading.errors.map(shortError);
}

function shortError({ path, line, column, message }: PolicyError): string {
  return `${path}:${line}:${column}: ${message}`;
}
