import type {
  BlockDevice,
  ClusterSnapshot,
  Dataset,
  Mount,
  NodeSnapshot,
  Pool,
} from "../../src/model/cluster.ts";

import { healthyFacts, healthyPool, ordinaryProperties, rootProperties } from "./example-facts.ts";

/** The cluster in which the examples of rule pages live: one storage of every kind, three nodes, guest 101 on pve1. */
const exampleStorageCfg = `dir: local
\tpath /var/lib/vz
\tcontent iso,vztmpl,backup,images

dir: zdir
\tpath /tank/dir
\tcontent images

dir: bdir
\tpath /butter/dir
\tcontent images

dir: gfs
\tpath /mnt/gfs
\tcontent images
\tshared 1

lvm: san
\tvgname vg_san
\tcontent images
\tshared 1

lvm: chain
\tvgname vg_chain
\tcontent images
\tshared 1
\tsnapshot-as-volume-chain 1

lvm: vg
\tvgname vg_local
\tcontent images

lvmthin: thin
\tvgname pve
\tthinpool data
\tcontent images,rootdir

zfspool: tank
\tpool tank
\tsparse 1
\tcontent images,rootdir

zfspool: rust
\tpool rust
\tsparse 1
\tcontent images

nfs: nas
\tserver 192.0.2.10
\texport /x
\tpath /mnt/pve/nas
\tcontent images,iso

cifs: smb
\tserver 192.0.2.11
\tshare x
\tpath /mnt/pve/smb
\tcontent images

btrfs: bt
\tpath /bt
\tcontent images

btrfs: btnc
\tpath /btnc
\tnocow 1
\tcontent images

rbd: ceph
\tmonhost 192.0.2.12
\tpool rbd
\tcontent images

rbd: krbd
\tmonhost 192.0.2.12
\tpool rbd
\tkrbd 1
\tcontent images

iscsi: lun
\tportal 192.0.2.13
\ttarget iqn.2003-01.example:t1
\tcontent images

iscsidirect: dlun
\tportal 192.0.2.13
\ttarget iqn.2003-01.example:t2
\tcontent images

zfspool: off
\tpool tank
\tdisable 1
\tcontent images

zfspool: only2
\tpool tank
\tnodes pve2
\tcontent images

dir: backups
\tpath /var/lib/backups
\tcontent backup
`;

const mounts: readonly Mount[] = [
  mount("/", "/dev/mapper/pve-root", "ext4"),
  mount("/tank", "tank", "zfs"),
  mount("/tank/dir", "tank/dir", "zfs"),
  mount("/butter", "/dev/sdc", "btrfs"),
  mount("/bt", "/dev/sdd", "btrfs"),
  mount("/btnc", "/dev/sde", "btrfs"),
  mount("/mnt/gfs", "/dev/mapper/shared", "gfs2"),
];

function mount(target: string, source: string, fstype: string): Mount {
  return { target, source, fstype, options: "rw" };
}

function disk(name: string, rotational: boolean, rest: Partial<BlockDevice> = {}): BlockDevice {
  return { name, path: `/dev/${name}`, type: "disk", rotational, mountpoints: [], children: [], ...rest };
}

function part(name: string, rest: Partial<BlockDevice>): BlockDevice {
  return { name, path: `/dev/${name}`, type: "part", mountpoints: [], children: [], ...rest };
}

const lv = (name: string, mountpoints: readonly string[] = []): BlockDevice => ({
  name,
  path: `/dev/mapper/${name}`,
  type: "lvm",
  mountpoints,
  children: [],
});

const blockDevices: readonly BlockDevice[] = [
  disk("sda", false, {
    transport: "sata",
    model: "SSD A",
    children: [
      part("sda3", {
        fstype: "LVM2_member",
        children: [lv("pve-root", ["/"]), lv("pve-data_tmeta"), lv("pve-data_tdata")],
      }),
    ],
  }),
  disk("sdb", true, { model: "HDD B", fstype: "zfs_member", label: "rust" }),
  disk("sdc", false, { fstype: "btrfs", mountpoints: ["/butter"] }),
  disk("sdd", true, { fstype: "btrfs", mountpoints: ["/bt"] }),
  disk("sde", false, { fstype: "btrfs", mountpoints: ["/btnc"] }),
  disk("sdf", false, {
    transport: "sata",
    fstype: "LVM2_member",
    children: [lv("vg_local-vm--101--disk--0")],
  }),
  disk("sdg", true, {
    transport: "iscsi",
    fstype: "LVM2_member",
    children: [lv("vg_san-vm--101--disk--0"), lv("vg_chain-vm--101--disk--0.qcow2")],
  }),
  disk("sdh", false, { serial: "FREE1" }),
  disk("nvme0n1", false, { fstype: "zfs_member", label: "tank", model: "NVMe A", transport: "nvme" }),
  disk("nvme1n1", false, { fstype: "zfs_member", label: "tank", model: "NVMe A", transport: "nvme" }),
];

const datasets: readonly Dataset[] = [
  dataset("tank", rootProperties),
  dataset("rust", rootProperties),
  dataset("tank/dir", { recordsize: "131072", direct: "standard", ...ordinaryProperties() }),
  dataset("tank/vm-101-disk-0", {
    volblocksize: "16384",
    volsize: "34359738368",
    refreservation: "0",
    ...ordinaryProperties(),
  }),
];

export function dataset(name: string, properties: Readonly<Record<string, string>>): Dataset {
  return {
    name,
    properties: Object.fromEntries(
      Object.entries(properties).map(([key, value]) => [key, { value, source: "-" }]),
    ),
  };
}

/** A vdev of a pool `tank`: the mirror of the example cluster, or one on invented disks. */
export function tankOn(kind: string, disks: number): Pool {
  const devices =
    kind === "mirror"
      ? ["/dev/nvme0n1", "/dev/nvme1n1"]
      : Array.from({ length: disks }, (_, index) => `/dev/vd${index}`);
  return { ...healthyPool, name: "tank", vdevs: [{ role: "data", kind, devices, ashift: 12 }] };
}

const rust: Pool = {
  ...healthyPool,
  name: "rust",
  vdevs: [{ role: "data", kind: "disk", devices: ["/dev/sdb"], ashift: 12 }],
};

const packages: Readonly<Record<string, string>> = {
  "pve-manager": "9.2.4",
  "qemu-server": "9.1.18",
  "pve-qemu-kvm": "11.0.2-1",
  "zfsutils-linux": "2.4.3-pve1",
};

function exampleNode(name: string): NodeSnapshot {
  return {
    name,
    ...healthyFacts(name),
    packages: { value: packages, source: `${name} pveversion` },
    kernel: { value: "7.0.14-2-pve", source: `${name} uname -r` },
    mounts: { value: mounts, source: `${name} findmnt` },
    blockDevices: { value: blockDevices, source: `${name} lsblk` },
    datasets: { value: datasets, source: `${name} zfs get` },
    pools: { value: [tankOn("mirror", 2), rust], source: `${name} zpool status` },
  };
}

export function exampleSnapshot(): ClusterSnapshot {
  return {
    schema: "lanekeeper/snapshot/1",
    takenAt: "2026-11-22T09:46:00.000Z",
    tool: { name: "lanekeeper", version: "0.0.0" },
    sources: [{ kind: "directory", name: "example" }],
    nodesComplete: true,
    nodes: ["pve1", "pve2", "pve3"].map(exampleNode),
    guests: [],
    containers: [],
    files: {
      "storage.cfg": exampleStorageCfg,
      "replication.cfg": null,
      "corosync.conf": null,
      "datacenter.cfg": null,
      "ha/resources.cfg": null,
      "ha/groups.cfg": null,
      "ha/rules.cfg": null,
      "mapping/pci.cfg":
        "pci: everywhere\n\tmap id=10de:1234,node=pve1,path=0000:03:00\n\tmap id=10de:1234,node=pve2,path=0000:03:00\n\tmap id=10de:1234,node=pve3,path=0000:03:00\n\npci: shared-vf\n\tlive-migration-capable 1\n\tmap id=8086:1234,node=pve1,path=0000:01:00\n\npci: gpu\n\tmap id=10de:1234,node=pve1,path=0000:02:00\n",
      "mapping/usb.cfg": null,
      "mapping/directory.cfg": null,
    },
    unreadable: [],
  };
}
