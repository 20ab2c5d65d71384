import type { Vdev } from "../../model/cluster.ts";
import { missingVdevs } from "../../model/missing.ts";
import { notApplicable, open, pass } from "../../model/outcome.ts";
import type { Rule } from "../../model/rule.ts";
import { redundancyOf } from "../redundancy.ts";

export const specialNotRedundant: Rule<"pool"> = {
  id: "pool/special-not-redundant",
  subject: "pool",
  severity: "critical",
  summary: "a special or dedup vdev is less redundant than the data, and the pool dies with it",
  needs: ["vdevs"],
  check({ facts, node, name }) {
    if (!facts.known) return open(facts.missing);
    const { vdevs } = facts.value;
    const special = vdevs.filter(({ role }) => role === "special" || role === "dedup");
    if (special.length === 0) return notApplicable;
    const data = vdevs.filter(({ role }) => role === "data").map(redundancyOf);
    const known = data.filter((level) => level !== undefined);
    const wanted = known.length === data.length && known.length > 0 ? Math.min(...known) : undefined;
    if (wanted === undefined) return open([missingVdevs(node.name, name)]);
    const weak = special.filter((vdev) => (redundancyOf(vdev) ?? wanted) < wanted);
    const [first] = weak;
    if (first === undefined) {
      const unclear = special.some((vdev) => redundancyOf(vdev) === undefined);
      return unclear && wanted > 0 ? open([missingVdevs(node.name, name)]) : pass;
    }
    const survives = redundancyOf(first) ?? 0;
    return {
      kind: "fail",
      message: `the ${first.role} vdev (${textOf(first)}) survives the loss of ${survives} device${survives === 1 ? "" : "s"}, the data that of ${wanted}: the pool dies with it`,
      evidence: weak.map((vdev) => ({
        fact: `${vdev.role} vdev`,
        value: textOf(vdev),
        source: facts.source,
        node: node.name,
      })),
      remedy: {
        kind: "manual",
        takesEffect: "at-once",
        steps: [
          `attach another device to it: zpool attach ${name} ${first.devices[0] ?? "<device>"} <new device>`,
          `wait until it has resilvered: zpool status ${name}`,
        ],
        risks: [
          "until then one broken SSD can take the whole pool",
          "a special vdev can only be removed from pools without raidz",
        ],
      },
    };
  },
};

const textOf = ({ kind, devices }: Vdev): string => `${kind} ${devices.join(", ")}`;
