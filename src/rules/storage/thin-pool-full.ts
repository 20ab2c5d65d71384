import type { LogicalVolume } from "../../model/cluster.ts";
import { missingOutput } from "../../model/missing.ts";
import { notApplicable, type Outcome, open, pass } from "../../model/outcome.ts";
import type { Policy } from "../../model/policy.ts";
import { percentText } from "../../model/quantity-text.ts";
import type { ResolvedNode } from "../../model/resolved.ts";
import type { Rule } from "../../model/rule.ts";
import { severityOfFill } from "../fill.ts";

export const thinPoolFull: Rule<"storage"> = {
  id: "storage/thin-pool-full",
  subject: "storage",
  severity: "critical",
  summary: "an LVM-thin pool runs out of data or metadata space",
  needs: ["storage-cfg", "lvm"],
  perNode: true,
  check({ node, storage, volumes }, policy) {
    const { type, properties } = storage.entry;
    if (node === null || type !== "lvmthin") return notApplicable;
    const { thinPools } = node;
    if (!thinPools.known) return open(thinPools.missing);
    const [group = "", name = ""] = [properties["vgname"], properties["thinpool"]];
    const pool = thinPools.value.find((lv) => lv.volumeGroup === group && lv.name === name);
    if (pool === undefined) {
      // Storages of one name need not exist on every node; where a guest uses it, it has to.
      return volumes.length === 0 ? notApplicable : open([missingFill(node, `${group}/${name}`)]);
    }
    return judged(pool, node, thinPools.source, policy);
  },
};

function judged(pool: LogicalVolume, node: ResolvedNode, source: string, policy: Policy): Outcome {
  const path = `${pool.volumeGroup}/${pool.name}`;
  const known = [pool.dataPercent, pool.metadataPercent].filter((percent) => percent !== undefined);
  const worst = known.length === 0 ? undefined : Math.max(...known);
  const severity = worst === undefined ? undefined : severityOfFill(worst, policy.thresholds.thinPoolFull);
  if (severity === undefined) return known.length < 2 ? open([missingFill(node, path)]) : pass;
  const part = (what: string, percent: number | undefined): string =>
    `${what} ${percent === undefined ? "not known" : percentText(percent)}`;
  const text = `${part("data", pool.dataPercent)}, ${part("metadata", pool.metadataPercent)}`;
  return {
    kind: "fail",
    severity,
    message: `thin pool ${path}: ${text}; when either is full, every guest on it gets I/O errors`,
    evidence: [{ fact: `fill of ${path}`, value: text, source, node: node.name }],
    remedy: {
      kind: "manual",
      takesEffect: "at-once",
      steps: [
        "run fstrim in the guests (their disks need discard=on), and remove unused disks and snapshots",
        `grow it while its volume group has room: lvextend -L +<size> ${path}`,
        `metadata by itself: lvextend --poolmetadatasize +1G ${path}`,
        "or move disks away: qm move-disk <vmid> <drive> <storage> --delete 1",
      ],
      commands: [{ argv: ["lvs", "-a", pool.volumeGroup], node: node.name }],
      risks: ["a thin pool can be grown and not made smaller", "full metadata can need a repair offline"],
    },
  };
}

const missingFill = (node: ResolvedNode, path: string) =>
  missingOutput(node.name, `fill of thin pool ${path}`, "lvs.json", "lvs -a --reportformat json");
