import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** A cluster of many guests with three drives each, spread over nodes, storages, systems and mistakes. */
export interface MadeCluster {
  readonly storageCfg: string;
  readonly guests: readonly { readonly vmid: number; readonly node: string; readonly config: string }[];
}

const storages = [
  {
    id: "san",
    cfg: "lvm: san\n\tvgname vg_san\n\tcontent images\n\tshared 1\n\tsnapshot-as-volume-chain 1\n",
    name: (v: number, d: number) => `vm-${v}-disk-${d}${v % 3 === 0 ? ".qcow2" : ""}`,
  },
  {
    id: "tank",
    cfg: "zfspool: tank\n\tpool tank\n\tsparse 1\n\tcontent images,rootdir\n",
    name: (v: number, d: number) => `vm-${v}-disk-${d}`,
  },
  {
    id: "ceph",
    cfg: "rbd: ceph\n\tpool rbd\n\tcontent images\n",
    name: (v: number, d: number) => `vm-${v}-disk-${d}`,
  },
  {
    id: "nas",
    cfg: "nfs: nas\n\tserver 192.0.2.1\n\texport /x\n\tpath /mnt/pve/nas\n\tcontent images\n",
    name: (v: number, d: number) => `${v}/vm-${v}-disk-${d}.qcow2`,
  },
  {
    id: "local-lvm",
    cfg: "lvmthin: local-lvm\n\tvgname pve\n\tthinpool data\n\tcontent images,rootdir\n",
    name: (v: number, d: number) => `vm-${v}-disk-${d}`,
  },
] as const;

const options = [
  "discard=on,iothread=1,ssd=1",
  "cache=writeback,discard=on,iothread=1,ssd=1",
  "discard=on,iothread=1",
  "aio=native,iothread=1,ssd=1",
  "aio=io_uring,backup=0,discard=on,iothread=1,mbps_rd=200,ssd=1",
] as const;

export function makeCluster(guests: number, nodes = 16): MadeCluster {
  return {
    storageCfg: storages.map(({ cfg }) => cfg).join("\n"),
    guests: Array.from({ length: guests }, (_, index) => {
      const vmid = 100 + index;
      return { vmid, node: `node${String((index % nodes) + 1).padStart(2, "0")}`, config: configOf(vmid) };
    }),
  };
}

function configOf(vmid: number): string {
  const drive = (index: number): string => {
    const storage = storages[(vmid + index) % storages.length] ?? storages[0];
    return `scsi${index}: ${storage.id}:${storage.name(vmid, index)},${options[(vmid * 7 + index) % options.length]},size=32G`;
  };
  const windows = vmid % 5 === 0;
  return `#Guest ${vmid}, made for the benchmark
agent: 1
${windows ? "balloon: 0\n" : ""}boot: order=scsi0;net0
cores: 4
cpu: x86-64-v2-AES
memory: 4096
meta: creation-qemu=10.1.2,ctime=1760000000
name: guest-${vmid}
net0: virtio=BC:24:11:00:00:01,bridge=vmbr0,firewall=1
numa: 0
onboot: 1
ostype: ${windows ? "win11" : "l26"}
${drive(0)}
${drive(1)}
${drive(2)}
scsihw: virtio-scsi-single
smbios1: uuid=6b5b3c6e-0000-4f9d-9e3b-000000000000
sockets: 1
tags: bench
vmgenid: 7c3ad1a2-0000-4d8e-b6c3-000000000000
`;
}

export function writeCluster(folder: string, { storageCfg, guests }: MadeCluster): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "storage.cfg"), storageCfg);
  for (const node of new Set(guests.map((guest) => guest.node))) {
    mkdirSync(join(folder, "nodes", node, "qemu-server"), { recursive: true });
  }
  for (const { vmid, node, config } of guests) {
    writeFileSync(join(folder, "nodes", node, "qemu-server", `${vmid}.conf`), config);
  }
}
