import { notApplicable, open, pass } from "../../model/outcome.ts";
import type { Rule } from "../../model/rule.ts";
import { filesPerhapsOn, volumesInUse } from "../pool-datasets.ts";
import { missingAmong } from "../unknowns.ts";

export const raidzForGuests: Rule<"pool"> = {
  id: "pool/raidz-for-guests",
  subject: "pool",
  severity: "note",
  summary: "guests' disks lie on raidz, which has the random I/O of one disk per vdev",
  needs: ["vdevs", "config", "storage-cfg", "file-system"],
  check(pool) {
    const volumes = volumesInUse(pool);
    const { facts, node, name } = pool;
    const perhaps = missingAmong(...filesPerhapsOn(pool));
    if (volumes.length === 0 && perhaps === undefined) return notApplicable;
    if (!facts.known) return open(facts.missing);
    const data = facts.value.vdevs.filter(({ role }) => role === "data");
    const raidz = data.find(({ kind }) => /^(?:raidz|draid)/.test(kind));
    if (raidz === undefined) return volumes.length === 0 ? notApplicable : pass;
    if (volumes.length === 0) return perhaps === undefined ? notApplicable : open(perhaps);
    const disks = raidz.devices.length;
    return {
      kind: "fail",
      message: `${volumes.length} guest volume${volumes.length === 1 ? "" : "s"} on ${raidz.kind} of ${disks} disks: random I/O like one disk per vdev, and small blocks are padded`,
      evidence: [
        {
          fact: `data vdevs of ${name}`,
          value: data.map(({ kind }) => kind).join(", "),
          source: facts.source,
          node: node.name,
        },
      ],
      remedy: {
        kind: "manual",
        steps: [
          "for guests: mirrors, made as a new pool, to which the disks are moved with qm move-disk",
          "raidz is right for backups, media and archives: large blocks, few of them at once",
        ],
        risks: ["mirrors hold half of what their disks hold"],
      },
    };
  },
};
