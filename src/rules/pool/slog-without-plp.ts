import type { BlockDevice, Vdev } from "../../model/cluster.ts";
import { type Fact, known, unknown } from "../../model/fact.ts";
import { undeclaredPlp } from "../../model/missing.ts";
import { notApplicable, open, pass } from "../../model/outcome.ts";
import { entryOf, type Policy } from "../../model/policy.ts";
import type { ResolvedPool } from "../../model/resolved-pool.ts";
import type { Rule } from "../../model/rule.ts";
import { plpOf } from "../plp-models.ts";
import { diskOf, diskText } from "../pool-disks.ts";
import { missingAmong } from "../unknowns.ts";

export const slogWithoutPlp: Rule<"pool"> = {
  id: "pool/slog-without-plp",
  subject: "pool",
  severity: "warning",
  summary: "the log device (SLOG) of a pool has no power-loss protection",
  needs: ["vdevs", "block-devices"],
  check(pool, policy) {
    const { facts, node } = pool;
    if (!facts.known) return open(facts.missing);
    const logs = facts.value.vdevs.filter(({ role }) => role === "log");
    if (logs.length === 0) return notApplicable;
    const safe = logs.map((vdev) => survivesPowerLoss(pool, vdev, policy));
    const bad = logs.filter((_, index) => isKnownAs(safe[index], false));
    if (bad.length === 0) {
      const missing = missingAmong(...safe);
      return missing === undefined ? pass : open(missing);
    }
    const disks = bad.flatMap(({ devices }) => devices.flatMap((path) => diskAt(pool, path) ?? []));
    const ups = entryOf(policy.nodes, node.name)?.ups === true;
    const names = disks.map(diskText).join(" and ");
    return {
      kind: "fail",
      severity: ups ? "note" : "warning",
      message: `SLOG on ${names}, without power-loss protection: a power failure can lose the sync writes it is there for`,
      evidence: disks.map((disk) => ({
        fact: `log device /dev/${disk.name}`,
        value: `${disk.model?.trim() ?? "no model"}: no power-loss protection`,
        source: plpOf(disk, policy)?.source ?? "",
        node: node.name,
      })),
      remedy: {
        kind: "manual",
        steps: [
          `replace it by an SSD with power-loss protection, better two as a mirror; ${inTheNode(pool, policy)}`,
          `zpool replace ${pool.name} <old device> <new device>`,
          `or without one: zpool remove ${pool.name} <log device>; sync writes then wait for the data disks`,
          ...(ups ? [] : ["a UPS narrows the risk to crashes of the node: declare ups: true for it"]),
        ],
        risks: ["without a log device sync writes on spinning disks are slow"],
      },
    };
  },
};

/** One device of a mirror that keeps its writes is enough. */
function survivesPowerLoss(pool: ResolvedPool, { devices }: Vdev, policy: Policy): Fact<boolean> {
  const each = devices.map((path): Fact<boolean> => {
    const disk = diskOf(pool.node, path);
    if (!disk.known) return disk;
    const verdict = plpOf(disk.value, policy);
    return verdict === undefined
      ? unknown(undeclaredPlp(diskText(disk.value)))
      : known(verdict.plp, verdict.source);
  });
  if (each.some((one) => isKnownAs(one, true))) return known(true, "mirror");
  const missing = missingAmong(...each);
  return missing === undefined ? known(false, "models") : unknown(...missing);
}

const isKnownAs = (fact: Fact<boolean> | undefined, value: boolean): boolean =>
  fact?.known === true && fact.value === value;

function diskAt({ node }: ResolvedPool, path: string): BlockDevice | undefined {
  const disk = diskOf(node, path);
  return disk.known ? disk.value : undefined;
}

/** Devices of the node that would do, by model; which of them is free, a person knows. */
function inTheNode({ node }: ResolvedPool, policy: Policy): string {
  const disks = node.blockDevices.known ? node.blockDevices.value : [];
  const models = disks
    .filter((disk) => plpOf(disk, policy)?.plp === true)
    .map((disk) => disk.model?.trim() ?? "");
  const distinct = [...new Set(models)].slice(0, 3);
  return distinct.length === 0
    ? "no disk of this node is known to have it"
    : `in this node there is already ${distinct.join(", ")}`;
}
