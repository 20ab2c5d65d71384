import type { BlockDevice } from "../../model/cluster.ts";
import { type Fact, known, unknown } from "../../model/fact.ts";
import { missingOutput } from "../../model/missing.ts";
import { open, pass } from "../../model/outcome.ts";
import type { Rule } from "../../model/rule.ts";
import { diskOf, diskText } from "../pool-disks.ts";
import { isRaidVolume } from "../raid-controllers.ts";
import { missingAmong } from "../unknowns.ts";

/** Every SCSI disk has a model, virtual ones too: without it, that column was not read. */
function modelOf(disk: Fact<BlockDevice>, node: string): Fact<string> {
  if (!disk.known) return disk;
  const { name, model } = disk.value;
  return model === undefined && name.startsWith("sd")
    ? unknown(missingOutput(node, `model of /dev/${name}`, "lsblk.json", "lsblk -J -b -O"))
    : known(model ?? "", disk.source);
}

export const onRaidController: Rule<"pool"> = {
  id: "pool/on-raid-controller",
  subject: "pool",
  severity: "warning",
  summary: "a pool lies on virtual disks of a RAID controller",
  needs: ["vdevs", "block-devices"],
  check({ facts, node, name }) {
    if (!facts.known) return open(facts.missing);
    const devices = facts.value.vdevs.flatMap((vdev) => vdev.devices);
    const disks = devices.map((path) => diskOf(node, path));
    const virtual = disks.flatMap((disk) =>
      disk.known && isRaidVolume(disk.value.model ?? "") ? [disk.value] : [],
    );
    const [first] = virtual;
    if (first === undefined) {
      const missing = missingAmong(...disks, ...disks.map((disk) => modelOf(disk, node.name)));
      return missing === undefined ? pass : open(missing);
    }
    return {
      kind: "fail",
      message: `${diskText(first)} is a virtual disk of a RAID controller: ZFS cannot see or repair the disks behind it`,
      evidence: virtual.map((disk) => ({
        fact: `disk of ${name}`,
        value: diskText(disk),
        source: node.blockDevices.known ? node.blockDevices.source : "lsblk",
        node: node.name,
      })),
      remedy: {
        kind: "manual",
        steps: [
          "move the guests off the pool, and check the backups",
          "switch the controller to HBA (IT, JBOD) mode, or put in an HBA; then make the pool anew on the disks",
        ],
        risks: ["changing the controller's mode destroys what is on its virtual disks"],
      },
    };
  },
};
