import type { Pool } from "../../model/cluster.ts";
import { missingPoolState } from "../../model/missing.ts";
import { open, pass, type Severity } from "../../model/outcome.ts";
import type { Rule } from "../../model/rule.ts";
import { renamed } from "../unknowns.ts";

export const unhealthy: Rule<"pool"> = {
  id: "pool/unhealthy",
  subject: "pool",
  severity: "critical",
  summary: "a pool is degraded, faulted or has lost data",
  needs: ["pool-state"],
  check({ facts, node, name }) {
    if (!facts.known) return open(renamed(facts.missing, `state of pool ${name}`));
    const found = problemOf(facts.value);
    if (found === undefined) {
      return facts.value.dataErrors === undefined
        ? open([missingPoolState(node.name, name, "data errors")])
        : pass;
    }
    const { state, status } = facts.value;
    return {
      kind: "fail",
      severity: found.severity,
      message: found.text,
      evidence: [
        { fact: `state of ${name}`, value: state, source: facts.source, node: node.name },
        ...(status === undefined
          ? []
          : [{ fact: "status", value: status, source: facts.source, node: node.name }]),
      ],
      remedy: {
        kind: "manual",
        takesEffect: "at-once",
        steps: [
          "check that there are good backups of the guests on it, before anything else",
          `see which device and which files: zpool status -v ${name}`,
          `replace the broken device: zpool replace ${name} <old> <new>; then wait for the resilver`,
          `once the cause is gone: zpool clear ${name}, then zpool scrub ${name}`,
        ],
        commands: [{ argv: ["zpool", "status", "-v", name], node: node.name }],
        risks: ["a second broken device during the resilver can cost the pool"],
      },
    };
  },
};

interface Problem {
  readonly severity: Severity;
  readonly text: string;
}

/** "Features are not enabled" is no illness, and neither is a resilver that runs: they leave the state ONLINE. */
function problemOf({ state, dataErrors, status }: Pool): Problem | undefined {
  if (dataErrors === true) {
    return {
      severity: "critical",
      text: `${state}, and ZFS knows of data errors: files or disks of guests are damaged`,
    };
  }
  if (state === "DEGRADED") {
    return { severity: "error", text: "DEGRADED: a device is missing or broken, and redundancy with it" };
  }
  if (state !== "ONLINE") {
    return {
      severity: "critical",
      text: `${state}: the pool cannot be used, guests on it stop or do not start`,
    };
  }
  return /unrecoverable error/.test(status ?? "")
    ? {
        severity: "warning",
        text: "ONLINE, but a device made errors that redundancy repaired: it may be failing",
      }
    : undefined;
}
