import type { ClusterSnapshot } from "../../src/model/cluster.ts";

const guest = (vmid: number, node: string, config: string): ClusterSnapshot["guests"][number] => ({
  vmid,
  node,
  path: `${vmid}.conf`,
  config,
});

/**
 * Three nodes. 101 runs and has every key that must not get lost; 102 is stopped and has a snapshot; 103 runs with a
 * change that waits; 104 is a template and 105 its linked clone; 106 is managed by HA; 107 has EFI, TPM, CD-ROM and
 * cloud-init drives.
 */
export const labCluster: ClusterSnapshot = {
  schema: "lanekeeper/snapshot/1",
  takenAt: "2026-11-22T12:00:00.000Z",
  tool: { name: "test", version: "1" },
  sources: [],
  nodesComplete: true,
  nodes: ["pve1", "pve2", "pve3"].map((name) => ({
    name,
    running: { value: { 101: true, 103: true, 105: true, 106: true, 107: true }, source: "test" },
  })),
  guests: [
    guest(
      101,
      "pve1",
      "#two words%3A x\nagent: 1\nboot: order=scsi0\ncores: 2\nmemory: 2048\nname: web\nscsi0: san:vm-101-disk-0,backup=0,cache=writeback,iops_rd=500,replicate=0,serial=abc,size=32G\nscsi1: san:vm-101-disk-1,mbps_wr=20,size=8G,wwn=0x5000000000000001\nscsihw: virtio-scsi-pci\n",
    ),
    guest(
      102,
      "pve2",
      "name: db\nparent: before\nscsi0: san:vm-102-disk-0,ro=0,size=8G\nscsi1: san:vm-102-disk-1,detect_zeroes=0,size=8G\nscsihw: virtio-scsi-single\n\n[before]\nname: db\nscsi0: san:vm-102-disk-0,cache=unsafe,size=8G\nsnaptime: 1760000000\n",
    ),
    guest(
      103,
      "pve1",
      "name: mail\nscsi0: san:vm-103-disk-0,size=16G\nscsihw: virtio-scsi-single\nvirtio1: san:vm-103-disk-1,size=4G\n\n[PENDING]\nscsi0: san:vm-103-disk-0,backup=0,size=16G,ssd=1\n",
    ),
    guest(
      104,
      "pve3",
      "name: golden\nscsi0: san:base-104-disk-0,size=4G\nscsihw: virtio-scsi-single\ntemplate: 1\n",
    ),
    guest(
      105,
      "pve3",
      "name: clone\nscsi0: san:base-104-disk-0/vm-105-disk-0,size=4G\nscsihw: virtio-scsi-single\n",
    ),
    guest(106, "pve2", "agent: 1\nname: ha\nscsi0: san:vm-106-disk-0,size=4G\nscsihw: virtio-scsi-single\n"),
    guest(
      107,
      "pve1",
      "bios: ovmf\nefidisk0: san:vm-107-disk-0,efitype=4m,size=1M\nide0: san:vm-107-cloudinit,media=cdrom\nide2: local:iso/x.iso,media=cdrom,size=1M\nname: win\nscsi0: san:vm-107-disk-1,size=4G\nscsihw: virtio-scsi-single\ntpmstate0: san:vm-107-disk-2,size=4M,version=v2.0\n",
    ),
  ],
  containers: [],
  files: {
    "storage.cfg":
      "dir: local\n\tpath /var/lib/vz\n\tcontent iso\n\nlvm: san\n\tvgname vg\n\tcontent images\n\tshared 1\n",
    "corosync.conf": "totem {\n  cluster_name: lab\n  config_version: 2\n}\n",
    "ha/resources.cfg": "vm: 106\n\tstate started\n",
  },
  unreadable: [],
};
