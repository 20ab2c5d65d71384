import type { BlockDevice, ClusterSnapshot, NodeSnapshot, Pool, Reading } from "../../src/model/cluster.ts";
import type { FactSource } from "../../src/model/fact-sources.ts";

/** What is left of a snapshot when it was read from one source alone (pve-facts 5 and 7; policy, section 8). */
export const fromSource: Readonly<
  Record<Exclude<FactSource, "agent" | "declaration">, (snapshot: ClusterSnapshot) => ClusterSnapshot>
> = {
  "etc-pve": (snapshot) => ({ ...snapshot, nodes: snapshot.nodes.map(({ name }) => ({ name })) }),
  pvereport: (snapshot) => ({
    ...snapshot,
    nodes: snapshot.nodes.map(reportOf),
    files: only(snapshot.files, ["storage.cfg", "datacenter.cfg", "corosync.conf", "replication.cfg"]),
  }),
  api: (snapshot) => ({ ...snapshot, nodes: snapshot.nodes.map(apiOf) }),
  shell: (snapshot) => snapshot,
};

const only = <T extends object, K extends keyof T>(all: T, keys: readonly K[]): Pick<T, K> =>
  Object.fromEntries(keys.flatMap((key) => (key in all ? [[key, all[key]]] : []))) as Pick<T, K>; // its own keys

function reportOf(node: NodeSnapshot): NodeSnapshot {
  const kept = only(node, [
    "name",
    "packages",
    "kernel",
    "mounts",
    "blockDevices",
    "storageUsage",
    "running",
    "logicalVolumes",
  ]);
  return { ...kept, ...plainLvs(node), ...listedPools(node) };
}

/** Plain `lvs` has no autoactivation; disks/lvmthin lists thin pools alone. */
function plainLvs({ logicalVolumes }: NodeSnapshot): Pick<NodeSnapshot, "logicalVolumes"> {
  return given("logicalVolumes", logicalVolumes, (rows) => rows.map(({ autoactivation: _, ...row }) => row));
}

/** zpool status and list, without `zpool get`. */
function listedPools({ pools }: NodeSnapshot): Pick<NodeSnapshot, "pools"> {
  return given("pools", pools, (list) =>
    list.map(
      ({ properties: _, vdevs, ...pool }): Pool => ({
        ...pool,
        vdevs: vdevs.map(({ ashift: _own, ...vdev }) => vdev),
      }),
    ),
  );
}

function apiOf(node: NodeSnapshot): NodeSnapshot {
  const kept = only(node, [
    "name",
    "packages",
    "kernel",
    "memory",
    "storageUsage",
    "running",
    "agents",
    "replicationStates",
  ]);
  const thin = given("thinPools", node.logicalVolumes, (rows) =>
    rows.filter(({ segtype }) => segtype === "thin-pool").map(({ autoactivation: _, ...row }) => row),
  );
  return { ...kept, ...thin, ...listedPools(node), ...listedDisks(node) };
}

/** disks/list leaves iSCSI disks out (pve-storage Diskmanage.pm), and says neither transport nor partitions' labels. */
function listedDisks({ blockDevices }: NodeSnapshot): Pick<NodeSnapshot, "blockDevices"> {
  const plain = ({ transport: _, label: _label, ...device }: BlockDevice): BlockDevice => ({
    ...device,
    children: device.children.filter(({ type }) => type === "part").map(plain),
  });
  return given("blockDevices", blockDevices, (roots) =>
    roots.filter(({ transport, type }) => transport !== "iscsi" && type === "disk").map(plain),
  );
}

function given<K extends keyof NodeSnapshot, T>(
  key: K,
  reading: Reading<T> | undefined,
  change: (value: T) => T,
): { readonly [P in K]?: Reading<T> } {
  if (reading === undefined) return {};
  const changed = "value" in reading ? { ...reading, value: change(reading.value) } : reading;
  return { [key]: changed } as { readonly [P in K]?: Reading<T> }; // one key, one value
}
