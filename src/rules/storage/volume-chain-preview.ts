import { notApplicable, pass } from "../../model/outcome.ts";
import type { Rule } from "../../model/rule.ts";

/** Types that can make snapshots as volume chains (pve-storage, 9.1.7). */
const capable: ReadonlySet<string> = new Set(["lvm", "dir", "nfs", "cifs"]);

export const volumeChainPreview: Rule<"storage"> = {
  id: "storage/volume-chain-preview",
  subject: "storage",
  severity: "note",
  summary: "snapshots as volume chains are a technology preview, and make new disks qcow2",
  needs: ["storage-cfg", "config"],
  check({ storage, volumes }) {
    const { entry, enabled, content, source, volumeChain } = storage;
    if (!capable.has(entry.type) || !enabled || !content.has("images")) return notApplicable;
    if (!volumeChain) return pass;
    const qcow2 = volumes.filter(({ volid }) => volid.endsWith(".qcow2")).length;
    return {
      kind: "fail",
      message: `snapshot-as-volume-chain is on (written), a technology preview: new disks are qcow2, ${qcow2} guest volume${qcow2 === 1 ? " is" : "s are"} by now`,
      evidence: [{ fact: "snapshot-as-volume-chain", value: "1", source }],
      remedy: {
        kind: "manual",
        takesEffect: "new-volumes-only",
        steps: [
          "decide it knowingly: without snapshots on this storage, raw disks are simpler and survive a power loss better",
          "with it: backups that were tested, and on lvm room for a full-size volume for every snapshot",
          entry.type === "lvm"
            ? `off again only when no qcow2 is left on it: pvesm set ${entry.id} --snapshot-as-volume-chain 0`
            : "it cannot be changed on this type: make a second storage without it, and move the disks",
        ],
        gui: `Datacenter › Storage › ${entry.id} › Edit › Allow Snapshots as Volume-Chain`,
        risks: ["raw disks on this storage have no snapshots at all"],
      },
    };
  },
};
