import type { NodeSnapshot } from "../../src/model/cluster.ts";
import type { SimulatedNode } from "./cluster-state.ts";
import { diskRows } from "./facts/disk-rows.ts";
import { known } from "./facts/known.ts";
import { thinPoolRows, volumeGroupRows } from "./facts/lvm-rows.ts";
import { poolRow, poolTree } from "./facts/pool-rows.ts";
import { reportText } from "./facts/report-text.ts";

const defaultPackages: Readonly<Record<string, string>> = {
  "proxmox-ve": "9.2.0",
  "pve-manager": "9.2.11",
  "pve-qemu-kvm": "11.0.2-1",
  "qemu-server": "9.2.6",
  "libpve-storage-perl": "9.1.7",
  "zfsutils-linux": "2.4.4-pve1",
};

const services =
  "chrony corosync cron ksmtuned lxcfs postfix proxmox-firewall pve-cluster pve-firewall pve-ha-crm pve-ha-lrm \
pve-lxc-syscalld pvedaemon pvefw-logger pveproxy pvescheduler pvestatd qmeventd spiceproxy sshd syslog \
systemd-journald systemd-timesyncd".split(" ");

/** What the API says of a node, made from what the snapshot knows of it. */
export function nodeFacts(
  node: NodeSnapshot,
  files: ReadonlyMap<string, string>,
): Omit<SimulatedNode, "id" | "address" | "online"> {
  const packages = known(node.packages) ?? defaultPackages;
  const pools = known(node.pools) ?? [];
  return {
    name: node.name,
    version: packages["pve-manager"] ?? "9.2.11",
    repoid: "5f1c2b7a9e0d4c3b",
    kernel: known(node.kernel) ?? "7.0.14-2-pve",
    memory: known(node.memory) ?? 64 * 2 ** 30,
    cpus: 32,
    uptime: 864_000,
    packages,
    notInstalled: { "ceph-fuse": "19.2.3-pve4", openvswitch: "3.5.0-1" },
    disks: diskRows(known(node.blockDevices) ?? []),
    pools: pools.map(poolRow),
    poolTrees: new Map(pools.map((pool) => [pool.name, poolTree(pool)])),
    volumeGroups: volumeGroupRows(node),
    thinPools: thinPoolRows(node),
    pci: [],
    services: Object.fromEntries(services.map((service) => [service, true])),
    report: () => reportText(node, files),
    usage: new Map(
      (known(node.storageUsage) ?? []).map(({ storage, total, used }) => [storage, { total, used }]),
    ),
  };
}
