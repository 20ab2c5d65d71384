import type { Remedy } from "../../model/change.ts";
import { type Fact, known, unknown } from "../../model/fact.ts";
import { missingOutput } from "../../model/missing.ts";
import { notApplicable, open, pass } from "../../model/outcome.ts";
import { bytesText } from "../../model/quantity-text.ts";
import type { ResolvedNode } from "../../model/resolved.ts";
import type { Rule } from "../../model/rule.ts";
import { promisedMemory } from "../guest-memory.ts";
import { missingAmong } from "../unknowns.ts";

export const arcUncapped: Rule<"node"> = {
  id: "node/arc-uncapped",
  subject: "node",
  severity: "warning",
  summary: "nobody capped ARC, so ZFS's own default decides how much RAM it takes",
  needs: ["arc", "pool-state", "file-system", "config"],
  check(node) {
    const pool = hasPool(node);
    if (pool.known && !pool.value) return notApplicable;
    const { arc, memory, name } = node;
    if (!arc.known) return open(missingAmong(arc, pool) ?? arc.missing);
    const { arcMax, cMax } = arc.value;
    if (arcMax === undefined) {
      return open([
        missingOutput(name, "zfs_arc_max", "zfs_arc_max.txt", "cat /sys/module/zfs/parameters/zfs_arc_max"),
      ]);
    }
    const ignored = arcMax > 0 && cMax > arcMax * 1.01;
    if (arcMax > 0 && !ignored) return pass;
    if (!pool.known) return open(pool.missing);
    const promised = promisedMemory(node);
    const of = memory.known ? ` of ${bytesText(memory.value)}` : "";
    return {
      kind: "fail",
      message: `${ignored ? `zfs_arc_max is ${bytesText(arcMax)}, and not in force` : "zfs_arc_max is not set"}: ARC may take ${bytesText(cMax)}${of}, guests here are promised ${bytesText(promised)}`,
      evidence: [
        { fact: "zfs_arc_max", value: String(arcMax), source: arc.source, node: name },
        { fact: "cap in force (c_max)", value: String(cMax), source: arc.source, node: name },
        ...(memory.known
          ? [{ fact: "memory", value: String(memory.value), source: memory.source, node: name }]
          : []),
      ],
      remedy: capRemedy(node),
    };
  },
};

/** Whether the node has a pool: one that zpool shows, or a mounted dataset. */
function hasPool({ cluster, name, mounts }: ResolvedNode): Fact<boolean> {
  const pools = cluster.pools.filter(({ node }) => node.name === name);
  const seen = pools.find(({ facts }) => facts.known)?.facts;
  if (seen?.known === true) return known(true, seen.source);
  if (mounts.known && mounts.value.some(({ fstype }) => fstype === "zfs")) return known(true, mounts.source);
  const missing = missingAmong(...pools.map(({ facts }) => facts));
  return missing === undefined ? known(false, "no pool") : unknown(...missing);
}

const gib = 2 ** 30;

/** What the installer of Proxmox VE writes: a tenth of RAM, 16 GiB at most. */
function capRemedy({ memory, name }: ResolvedNode): Remedy {
  const tenth = memory.known ? Math.ceil(memory.value / 10 / 2 ** 20) * 2 ** 20 : undefined;
  const cap = tenth === undefined ? "<bytes>" : String(Math.min(tenth, 16 * gib));
  return {
    kind: "manual",
    takesEffect: "at-once",
    steps: [
      `choose a cap; the installer's is a tenth of RAM and at most 16 GiB, here ${cap}. More is fine where guests leave it`,
      `echo "options zfs zfs_arc_max=${cap}" > /etc/modprobe.d/zfs.conf (look first what is in it), then update-initramfs -u -k all`,
      `at once, without a reboot: echo ${cap} > /sys/module/zfs/parameters/zfs_arc_max`,
    ],
    commands: [{ argv: ["cat", "/etc/modprobe.d/zfs.conf"], node: name }],
    risks: ["a smaller ARC reads more from the disks; a cap below zfs_arc_min (1/32 of RAM) is ignored"],
  };
}
