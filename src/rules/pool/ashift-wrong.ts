import type { Vdev } from "../../model/cluster.ts";
import { type Fact, known, type Missing, unknown } from "../../model/fact.ts";
import { missingOutput, missingVdevAshift } from "../../model/missing.ts";
import { open, pass } from "../../model/outcome.ts";
import type { Policy } from "../../model/policy.ts";
import type { ResolvedPool } from "../../model/resolved-pool.ts";
import type { Rule } from "../../model/rule.ts";
import { diskOf, mediumOfDisk } from "../pool-disks.ts";
import { missingAmong } from "../unknowns.ts";

/** 2^12 = 4096. */
const sector4k = 12;

export const ashiftWrong: Rule<"pool"> = {
  id: "pool/ashift-wrong",
  subject: "pool",
  severity: "warning",
  summary: "a vdev writes in sectors smaller than its disks' 4K",
  needs: ["vdevs", "pool-properties", "block-devices", "medium"],
  check(pool, policy) {
    const { facts, node, name } = pool;
    if (!facts.known) return open(facts.missing);
    const vdevs = facts.value.vdevs.filter(({ role }) => role !== "spare" && role !== "cache");
    const judged = vdevs.map((vdev) => ({ vdev, wrong: isWrong(pool, vdev, policy) }));
    const wrong = judged.flatMap(({ vdev, wrong }) => (wrong.known && wrong.value ? [vdev] : []));
    const [first] = wrong;
    if (first === undefined) {
      const missing = missingAmong(...judged.map((one) => one.wrong));
      return missing === undefined ? pass : open(missing);
    }
    const reported = facts.value.properties?.["ashift"];
    return {
      kind: "fail",
      message: `ashift is ${first.ashift} on ${first.kind} ${first.devices.join(", ")}: its disks work in 4K, so small writes cost a read and a rewrite`,
      evidence: [
        ...wrong.map((vdev) => ({
          fact: `ashift of ${vdev.kind} ${vdev.devices.join(", ")}`,
          value: String(vdev.ashift),
          source: facts.source,
          node: node.name,
        })),
        ...(reported === undefined
          ? []
          : [
              {
                fact: "ashift of the pool (can lie)",
                value: reported,
                source: facts.source,
                node: node.name,
              },
            ]),
      ],
      remedy: {
        kind: "manual",
        steps: [
          `ashift is fixed when a vdev is made: back up or move what is on ${name}, and check the backups`,
          "make the pool anew with -o ashift=12, then bring the data back",
          "zpool set ashift changes the number that is shown, not the vdevs",
        ],
        risks: [
          "making a pool anew destroys what is on it",
          "a mirror cannot be grown out of it disk by disk",
        ],
      },
    };
  },
};

/** Smaller than 4K on a disk that works in 4K. */
function isWrong(pool: ResolvedPool, vdev: Vdev, policy: Policy): Fact<boolean> {
  if (vdev.ashift !== undefined && vdev.ashift >= sector4k) return known(false, "zdb");
  const disks = vdev.devices.map((path) => worksIn4k(pool, path, policy));
  const wide = disks.some((disk) => disk.known && disk.value);
  const missing = missingAmong(...disks);
  if (!wide) return missing === undefined ? known(false, "lsblk") : unknown(...missing);
  return vdev.ashift === undefined
    ? unknown(missingVdevAshift(pool.node.name, pool.name))
    : known(true, "zdb");
}

/** An SSD does, whatever it claims. A spinning disk may really have sectors of 512 bytes, and lsblk's PHY-SEC says so. */
function worksIn4k({ node }: ResolvedPool, path: string, policy: Policy): Fact<boolean> {
  const disk = diskOf(node, path);
  if (!disk.known) return disk;
  const medium = mediumOfDisk(disk.value, policy);
  if (medium.known && medium.value === "ssd") return known(true, medium.source);
  const { physicalSector } = disk.value;
  if (physicalSector !== undefined && physicalSector >= 4096) return known(true, disk.source);
  if (!medium.known) return medium;
  return physicalSector === undefined ? unknown(missingSector(node.name, path)) : known(false, disk.source);
}

const missingSector = (node: string, path: string): Missing =>
  missingOutput(node, `sector size of ${path}`, "lsblk.json", "lsblk -J -b -O");
