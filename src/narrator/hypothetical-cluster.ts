import type { NewDiskType } from "../decide/place.ts";
import type { ClusterSnapshot } from "../model/cluster.ts";
import type { Mobility } from "../model/decision.ts";

/** What a section of each type needs (pve-storage plugins, 9.1.7). */
const sections: Readonly<Record<NewDiskType, string>> = {
  zfspool: "pool tank\n\tsparse 1",
  lvmthin: "vgname pve\n\tthinpool data",
  lvm: "vgname vg",
  rbd: "pool rbd",
  zfs: "pool tank\n\tportal 192.0.2.1\n\ttarget iqn.2003-01.example:t\n\tiscsiprovider LIO\n\tblocksize 16k\n\tsparse 1",
  nfs: "server 192.0.2.1\n\texport /x",
  dir: "path /mnt/storage",
  cifs: "server 192.0.2.1\n\tshare x",
  btrfs: "path /mnt/storage",
};

/** Two nodes of which nothing is known but that both have one storage of this type, for answers without a cluster. */
export function hypotheticalCluster(type: NewDiskType, mobility: Mobility, now: string): ClusterSnapshot {
  // A volume group can be shared or not; whoever asks for a guest that moves means a shared one.
  const shared = type === "lvm" && mobility === "mobile" ? "\n\tshared 1" : "";
  return {
    schema: "lanekeeper/snapshot/1",
    takenAt: now,
    tool: { name: "lanekeeper", version: "0" },
    sources: [],
    nodesComplete: true,
    nodes: [{ name: "node-a" }, { name: "node-b" }],
    guests: [],
    containers: [],
    files: {
      "storage.cfg": `${type}: ${hypotheticalStorage}\n\t${sections[type]}${shared}\n\tcontent images\n`,
      "replication.cfg": null,
      "ha/resources.cfg": null,
      "ha/groups.cfg": null,
      "ha/rules.cfg": null,
    },
    unreadable: [],
  };
}

export const hypotheticalStorage = "storage";
