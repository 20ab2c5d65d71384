import type { Arc, LogicalVolume, NodeSnapshot, Pool, VolumeGroup } from "../../src/model/cluster.ts";

/** Healthy facts of every example node, so that rules below the guests pass unless an example says otherwise. */

const gib = 2 ** 30;

/** What `zpool status`, `get` and `list` say of a pool with nothing wrong. */
export const healthyPool: Omit<Pool, "name" | "vdevs"> = {
  state: "ONLINE",
  dataErrors: false,
  lastScrub: "2026-11-08T01:36:11Z",
  capacity: 40,
  size: 4000 * gib,
  properties: { autotrim: "off", ashift: "12" },
};

/** Properties of a root dataset as ZFS has them by default. */
export const rootProperties: Readonly<Record<string, string>> = {
  recordsize: "131072",
  direct: "standard",
  ...ordinaryProperties(),
  "org.debian:periodic-trim": "-",
};

export function ordinaryProperties(): Readonly<Record<string, string>> {
  return { compression: "lz4", sync: "standard", logbias: "latency" };
}

const exampleArc: Arc = {
  size: 6 * gib,
  cMax: 8 * gib,
  arcMax: 8 * gib,
  demandHits: 990_000,
  demandMisses: 10_000,
};

const logicalVolumes: readonly LogicalVolume[] = [
  { volumeGroup: "pve", name: "data", segtype: "thin-pool", dataPercent: 40, metadataPercent: 5 },
  { volumeGroup: "pve", name: "root", segtype: "linear", autoactivation: true },
  { volumeGroup: "vg_san", name: "vm-101-disk-0", segtype: "linear", autoactivation: false },
  { volumeGroup: "vg_chain", name: "vm-101-disk-0.qcow2", segtype: "linear", autoactivation: false },
];

/** The local group of each node is another one; those on the SAN are the same everywhere. */
const volumeGroups = (node: string): readonly VolumeGroup[] => [
  { name: "vg_san", uuid: "san-uuid", physicalVolumes: ["/dev/sdg"] },
  { name: "vg_chain", uuid: "chain-uuid", physicalVolumes: ["/dev/sdg"] },
  { name: "vg_local", uuid: `local-${node}`, physicalVolumes: ["/dev/sdf"] },
  { name: "pve", uuid: `pve-${node}`, physicalVolumes: ["/dev/sda3"] },
];

const filled = ["local", "zdir", "bdir", "gfs", "san", "vg", "thin", "tank", "nas", "smb", "ceph", "bt"];

export function healthyFacts(node: string): Omit<NodeSnapshot, "name"> {
  return {
    arc: { value: exampleArc, source: `${node} arcstats` },
    memory: { value: 64 * gib, source: `${node} meminfo` },
    trimSchedules: {
      value: [{ kind: "cron", pool: null, debianJob: true, source: "/etc/cron.d/zfsutils-linux" }],
      source: `${node} trim schedules`,
    },
    logicalVolumes: { value: logicalVolumes, source: `${node} lvs` },
    volumeGroups: { value: volumeGroups(node), source: `${node} vgs` },
    storageUsage: {
      value: filled.map((storage) => ({ storage, active: true, total: 100 * gib, used: 40 * gib })),
      source: `${node} pvesm status`,
    },
    backupDatastores: { value: [], source: `${node} datastore.cfg` },
  };
}
