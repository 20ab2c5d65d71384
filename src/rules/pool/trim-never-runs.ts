import type { Remedy } from "../../model/change.ts";
import { atLeast } from "../../model/debian-version.ts";
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
  const { openzfs } = node.versions;
  const timer = openzfs.known && atLeast(openzfs.value, "2.2");
  const cron = `a line in /etc/cron.d/zpool-trim: 0 3 1 * * root /sbin/zpool trim ${name}`;
  return {
    kind: "manual",
    takesEffect: "at-once",
    steps: timer
      ? [
          `enable OpenZFS's monthly timer: systemctl enable --now zfs-trim-monthly@${name}.timer`,
          `or ${cron}`,
        ]
      : [cron],
    ...(timer
      ? {
          commands: [
            { argv: ["systemctl", "enable", "--now", `zfs-trim-monthly@${name}.timer`], node: node.name },
          ],
        }
      : {}),
    risks: ["while a trim runs, SATA SSDs can answer more slowly"],
  };
}
