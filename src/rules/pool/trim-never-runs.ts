import type { Remedy } from "../../model/change.ts";
import { atLeast } from "../../model/debian-version.ts";
import type { Fact } from "../../model/fact.ts";
import { notApplicable, open, pass } from "../../model/outcome.ts";
import type { ResolvedPool } from "../../model/resolved-pool.ts";
import type { Rule } from "../../model/rule.ts";
import { hasSsd, holdsData } from "../pool-disks.ts";
import { autotrimOf, periodicTrim, periodicTrimOf, trimPlan } from "../trim.ts";
import { missingAmong } from "../unknowns.ts";

export const trimNeverRuns: Rule<"pool"> = {
  id: "pool/trim-never-runs",
  subject: "pool",
  severity: "warning",
  summary: "nothing trims the SSDs of a pool",
  needs: ["pool-properties", "trim-schedules", "dataset-properties", "vdevs", "block-devices", "medium"],
  check(pool, policy) {
    const ssd = hasSsd(pool, policy, holdsData);
    if (ssd.known && !ssd.value) return notApplicable;
    const autotrim = autotrimOf(pool);
    const plan = trimPlan(pool);
    if ((autotrim.known && autotrim.value) || plan.covering.length > 0) return pass;
    const missing = missingAmong(
      ssd,
      autotrim,
      ...plan.missing.map((one) => ({ known: false, missing: [one] }) as const),
    );
    if (missing !== undefined) return open(missing);
    const { node } = pool;
    const schedules = node.trimSchedules.known ? node.trimSchedules.value : [];
    return {
      kind: "fail",
      message: "autotrim is off and no schedule trims this pool: its SSDs never learn which blocks are free",
      evidence: [
        {
          fact: "autotrim",
          value: "off",
          source: pool.facts.known ? pool.facts.source : "zpool get",
          node: node.name,
        },
        {
          fact: "schedules on the node",
          value: schedules.length === 0 ? "none" : schedules.map(({ source }) => source).join(", "),
          source: node.trimSchedules.known ? node.trimSchedules.source : "timers",
          node: node.name,
        },
      ],
      remedy: schedules.some(({ debianJob }) => debianJob) ? enableDebianJob(pool) : ownSchedule(pool),
    };
  },
};

/** The smallest change: the job is there and runs every month, it only leaves this pool out. */
function enableDebianJob(pool: ResolvedPool): Remedy {
  const { name, node } = pool;
  const choice = periodicTrimOf(pool);
  const from = choice.known && choice.value !== "-" ? choice.value : null;
  return {
    kind: "change",
    safety: "safe",
    takesEffect: "at-once",
    changes: [{ target: "dataset", node: node.name, dataset: name, key: periodicTrim, from, to: "enable" }],
    steps: [
      "Debian's monthly job then trims this pool too; do not schedule a second trim besides",
      `do not wait for the first one: zpool trim ${name}`,
    ],
    risks: ["while a trim runs, SATA SSDs can answer more slowly"],
  };
}

function ownSchedule({ name, node }: ResolvedPool): Remedy {
  const cron = `a line in /etc/cron.d/zpool-trim: 0 3 1 * * root /sbin/zpool trim ${name}`;
  const risks = ["while a trim runs, SATA SSDs can answer more slowly"];
  if (!hasTimer(node.versions.openzfs) || !fitsUnitName(name))
    return { kind: "manual", takesEffect: "at-once", steps: [cron], risks };
  const unit = `zfs-trim-monthly@${name}.timer`;
  return {
    kind: "change",
    safety: "safe",
    takesEffect: "at-once",
    changes: [{ target: "timer", node: node.name, key: unit, from: "disabled", to: "enabled" }],
    steps: [`do not wait for the first one: zpool trim ${name}`],
    risks,
  };
}

/** OpenZFS ships the timers since 2.2.0 (etc/systemd/system, commit 482505fd42), enabled by nobody. */
const hasTimer = (openzfs: Fact<string>): boolean => openzfs.known && atLeast(openzfs.value, "2.2");

/** A name with a blank would have to be escaped, and the unit would hand the escaped one to zpool. */
const fitsUnitName = (pool: string): boolean => /^[A-Za-z0-9][\w.:-]*$/.test(pool);
