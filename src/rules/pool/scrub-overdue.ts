import type { Remedy } from "../../model/change.ts";
import { missingDataset, missingPoolState } from "../../model/missing.ts";
import { type Outcome, open, pass } from "../../model/outcome.ts";
import type { Policy } from "../../model/policy.ts";
import type { ResolvedPool } from "../../model/resolved-pool.ts";
import type { Rule } from "../../model/rule.ts";
import { daysBetween, daysSince } from "../days.ts";
import { propertyOf } from "../pool-datasets.ts";
import { renamed } from "../unknowns.ts";

export const scrubOverdue: Rule<"pool"> = {
  id: "pool/scrub-overdue",
  subject: "pool",
  severity: "warning",
  summary: "the last scrub of a pool is too long ago",
  needs: ["pool-state", "dataset-properties"],
  check(pool, policy) {
    const { facts, node, name, cluster } = pool;
    if (!facts.known) return open(renamed(facts.missing, `last scrub of pool ${name}`));
    const last = facts.value.lastScrub;
    if (last === undefined) return open([missingPoolState(node.name, name, "last scrub")]);
    if (last === null) return neverScrubbed(pool, policy);
    const age = daysBetween(last, cluster.takenAt);
    if (age === undefined) return open([missingPoolState(node.name, name, "last scrub")]);
    if (age <= policy.thresholds.scrubOverdueDays) return pass;
    return overdue(pool, `the last scrub ended ${Math.floor(age)} days ago`, last);
  },
};

/** A pool that was made last week has nothing to be overdue with. */
function neverScrubbed(pool: ResolvedPool, policy: Policy): Outcome {
  const { node, name, cluster } = pool;
  const creation = propertyOf(pool, name, "creation");
  const age = creation.known ? daysSince(Number(creation.value.value), cluster.takenAt) : undefined;
  if (age === undefined || Number.isNaN(age)) return open([missingDataset(node.name, name, "creation")]);
  if (age <= policy.thresholds.scrubOverdueDays) return pass;
  return overdue(pool, `no scrub has ever ended, and the pool is ${Math.floor(age)} days old`, "never");
}

function overdue({ facts, node, name }: ResolvedPool, when: string, last: string): Outcome {
  const source = facts.known ? facts.source : "zpool status";
  return {
    kind: "fail",
    message: `${when}: blocks that rot unseen are found when redundancy is needed, and too late`,
    evidence: [{ fact: `last scrub of ${name}`, value: last, source, node: node.name }],
    remedy: remedyOf(name, node.name),
  };
}

function remedyOf(name: string, node: string): Remedy {
  return {
    kind: "manual",
    takesEffect: "at-once",
    steps: [
      `zpool scrub ${name}`,
      `see why Debian's monthly scrub leaves it out: zfs get org.debian:periodic-scrub ${name}`,
    ],
    commands: [{ argv: ["zpool", "scrub", name], node }],
    risks: ["a scrub reads the whole pool: guests on spinning disks feel it for hours"],
  };
}
