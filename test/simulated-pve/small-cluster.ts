import type { ClusterSnapshot, NodeSnapshot } from "../../src/model/cluster.ts";

const running = (...vmids: readonly number[]): Pick<NodeSnapshot, "running"> => ({
  running: { value: Object.fromEntries(vmids.map((vmid) => [vmid, true])), source: "test" },
});

/** 101 waits for a new cache on pve1, where it runs; 102 stands still on pve2 and has a snapshot. */
export const smallCluster: ClusterSnapshot = {
  schema: "lanekeeper/snapshot/1",
  takenAt: "2026-11-22T12:00:00.000Z",
  tool: { name: "test", version: "1" },
  sources: [],
  nodesComplete: true,
  nodes: [{ name: "pve1", ...running(101) }, { name: "pve2" }],
  guests: [
    {
      vmid: 101,
      node: "pve1",
      path: "101.conf",
      config:
        "agent: 1\ncipassword: $5$salt$hash\ncores: 2\nmemory: 2048\nname: web\nonboot: 1\nscsi0: san:vm-101-disk-0,size=32G\nscsihw: virtio-scsi-single\n\n[PENDING]\ndelete: cores\nscsi0: san:vm-101-disk-0,cache=none,size=32G\n",
    },
    {
      vmid: 102,
      node: "pve2",
      path: "102.conf",
      config:
        "#two words%3A x\nname: db\nparent: before\nscsi0: tank:vm-102-disk-0,size=8G\n\n[before]\nname: db\nscsi0: tank:vm-102-disk-0,size=8G\nsnaptime: 1760000000\n",
    },
  ],
  containers: [{ vmid: 201, node: "pve1" }],
  files: {
    "storage.cfg":
      "dir: local\n\tpath /var/lib/vz\n\tcontent iso\n\nlvm: san\n\tvgname vg\n\tcontent images\n\tshared 1\n\nzfspool: tank\n\tpool tank\n\tcontent images\n\tnodes pve2\n",
    "corosync.conf": "totem {\n  cluster_name: small\n  config_version: 2\n}\n",
  },
  unreadable: [],
};
