import { notApplicable, open, pass } from "../../model/outcome.ts";
import { bytesText, percentText } from "../../model/quantity-text.ts";
import type { Rule } from "../../model/rule.ts";

export const arcStarved: Rule<"node"> = {
  id: "node/arc-starved",
  subject: "node",
  severity: "note",
  summary: "ARC is full and misses often",
  needs: ["arc"],
  check({ arc, memory, name, cluster }, policy) {
    const { arcFull, arcHitRate } = policy.thresholds;
    const pools = cluster.pools.filter(({ node }) => node.name === name);
    if (!arc.known) return pools.length === 0 ? notApplicable : open(arc.missing);
    const { size, cMax, demandHits, demandMisses } = arc.value;
    const asked = demandHits + demandMisses;
    if (asked === 0 || cMax === 0) return notApplicable;
    const hitRate = (100 * demandHits) / asked;
    const full = (100 * size) / cMax;
    if (full < arcFull || hitRate >= arcHitRate) return pass;
    const ram = memory.known ? `, the node has ${bytesText(memory.value)} of RAM` : "";
    return {
      kind: "fail",
      message: `ARC is full (${bytesText(size)} of ${bytesText(cMax)}) and serves only ${percentText(hitRate)} of what is asked: reads wait for disks${ram}`,
      evidence: [
        { fact: "ARC size and cap", value: `${size} of ${cMax}`, source: arc.source, node: name },
        {
          fact: "demand hits and misses",
          value: `${demandHits} and ${demandMisses}`,
          source: arc.source,
          node: name,
        },
      ],
      remedy: {
        kind: "manual",
        takesEffect: "at-once",
        steps: [
          "look whether it lasts: the counters run since boot (arcstat 10 shows the present)",
          "where the node has RAM that guests leave, raise zfs_arc_max in /etc/modprobe.d/zfs.conf and at once in /sys/module/zfs/parameters/zfs_arc_max",
          "a backup or a scan that reads everything once misses by nature: no reason to change anything",
        ],
        risks: ["RAM for ARC is RAM that guests cannot have"],
      },
    };
  },
};
