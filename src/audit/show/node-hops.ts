import type { BlockDevice, Vdev } from "../../model/cluster.ts";
import type { Fact, Missing } from "../../model/fact.ts";
import {
  missingBlockDevices,
  missingMounts,
  missingOutput,
  missingVdevs,
  undeclaredMedium,
} from "../../model/missing.ts";
import { percentText } from "../../model/quantity-text.ts";
import type { TopologyHop } from "../../model/topology.ts";
import { poolOf } from "../../resolve/medium.ts";
import { mountAt } from "../../rules/mounts.ts";
import { deviceAt } from "../../rules/physical-disk.ts";
import { mediumOfDisk } from "../../rules/pool-disks.ts";
import type { TopologyPlace } from "./topology.ts";

/** What stands on what inside one node: file systems, pools, volume groups, disks. */

type Place = Pick<TopologyPlace, "node" | "policy">;

const mediumWord = { ssd: "SSD", hdd: "spinning disk" } as const;

/** Below a pool or one of its datasets: its vdevs, those that hold data first. */
export function poolHop(dataset: string, place: Place): TopologyHop {
  const name = poolOf(dataset);
  const { node } = place;
  const pool = node?.cluster.pools.find((one) => one.node === node && one.name === name);
  if (node === null || pool?.facts.known !== true) {
    const missing = pool?.facts.known === false ? pool.facts.missing : [missingPool(node, name)];
    return { kind: "pool", name, missing, below: [] };
  }
  const { state, capacity, vdevs } = pool.facts.value;
  const fill = capacity === undefined ? [] : [`${percentText(capacity)} full`];
  const order = [...vdevs].sort((a, b) => Number(b.role === "data") - Number(a.role === "data"));
  const below = order.flatMap((vdev) => vdevHops(vdev, place));
  return { kind: "pool", name, says: [state, ...fill], below };
}

/** zpool was read and does not list it: then the pool is not imported on this node. */
function missingPool(node: Place["node"], name: string): Missing {
  const listed = node?.cluster.pools.some((one) => one.node === node && one.facts.known) === true;
  const missing = missingVdevs(node?.name ?? null, name);
  return listed
    ? { ...missing, how: `zpool status of ${node?.name} does not list it: not imported?` }
    : missing;
}

/** A disk that stands alone is no vdev to speak of, unless it does something else than hold data. */
function vdevHops({ role, kind, devices }: Vdev, place: Place): readonly TopologyHop[] {
  const below = devices.flatMap((path) => deviceHops(path, place));
  const plain = role === "data" && kind === "disk";
  const name = [role === "data" ? "" : role, kind === "disk" ? "" : kind].filter(Boolean).join(" ");
  return plain ? below : [{ kind: "vdev", name, below }];
}

/** A volume group and its physical volumes; `target` where a `base` of storage.cfg names it. */
export function volumeGroupHop(name: string, place: Place, target?: TopologyHop): TopologyHop {
  const { node } = place;
  const groups = node?.volumeGroups;
  const group = groups?.known ? groups.value.find((one) => one.name === name) : undefined;
  const paths = group?.physicalVolumes ?? [];
  if (paths.length > 0) {
    const below = paths.flatMap((path) => deviceHops(path, place, target));
    return { kind: "volume-group", name, below };
  }
  const missing = groups?.known === false ? groups.missing : [missingGroup(node?.name ?? null, name)];
  return { kind: "volume-group", name, missing, below: target === undefined ? [] : [target] };
}

const missingGroup = (node: string | null, name: string): Missing =>
  missingOutput(
    node,
    `physical volumes of ${name}`,
    "vgs.json",
    "vgs --reportformat json -o vg_name,vg_uuid,pv_name",
  );

/** What a path lies on: a dataset, or a file system on a device or a server. */
export function fileSystemHops(path: string, place: Place): readonly TopologyHop[] {
  const { node } = place;
  const mount = node === null ? undefined : mountAt(node, path);
  if (mount?.known !== true) {
    const missing = mount?.missing ?? [missingMounts(null, path)];
    return [{ kind: "file-system", name: path, missing, below: [] }];
  }
  const { fstype, source, target } = mount.value;
  if (fstype === "zfs") return [{ kind: "dataset", name: source, below: [poolHop(source, place)] }];
  const name = `${fstype} at ${target}`;
  if (source.startsWith("/dev/")) return [{ kind: "file-system", name, below: deviceHops(source, place) }];
  return [{ kind: "export", name: `${fstype} ${source}`, below: [] }];
}

/** A device and the disks it stands on: several where paths lead to one LUN, or an array spans disks. */
export function deviceHops(path: string, place: Place, target?: TopologyHop): readonly TopologyHop[] {
  const { node } = place;
  const roots: Fact<readonly BlockDevice[]> | undefined = node?.blockDevices;
  const name = path.replace(/^\/dev\//, "");
  if (roots?.known !== true) {
    const missing = roots?.missing ?? [missingBlockDevices(node?.name ?? null, path)];
    return [{ kind: "device", name, missing, below: [] }];
  }
  const device = deviceAt(path, roots.value);
  if (device === undefined) return [{ kind: "device", name, missing: [notShown(name, node)], below: [] }];
  const disks = roots.value.filter((root) => holds(root, device.name));
  const hops = disks.map((disk) => diskHop(disk, place, target));
  const isPart = device.type === "part" || device.type === "disk";
  return isPart ? hops : [{ kind: "device", name, says: [device.type], below: hops }];
}

const notShown = (name: string, node: Place["node"]): Missing => ({
  fact: `disk below ${name}`,
  ...(node === null ? {} : { node: node.name }),
  access: "shell",
  how: `lsblk of ${node?.name ?? "the node"} does not show it: take it again, or ask \`ls -l /dev/${name}\``,
});

/** By name, because a device that two disks carry stands below each of them. */
function holds(root: BlockDevice, name: string): boolean {
  return root.name === name || root.children.some((child) => holds(child, name));
}

function diskHop(disk: BlockDevice, { node, policy }: Place, target?: TopologyHop): TopologyHop {
  const { name, model, transport } = disk;
  const medium = mediumOfDisk(disk, policy);
  const says = [
    ...(model === undefined ? [] : [model.trim()]),
    ...(medium.known ? [mediumWord[medium.value]] : []),
    ...(transport === undefined || transport === "nvme" ? [] : [transport]),
  ];
  if (transport !== "iscsi" && transport !== "fc")
    return { kind: "disk", name, says, ...(medium.known ? {} : { missing: medium.missing }), below: [] };
  const missing = target === undefined && transport === "iscsi" ? [missingTarget(disk, node)] : [];
  return {
    kind: "disk",
    name,
    says,
    missing: [...missing, ...(medium.known ? [] : [undeclaredMedium(nameOf(disk))])],
    below: target === undefined ? [] : [target],
  };
}

const nameOf = ({ model, name }: BlockDevice): string => model?.trim() ?? name;

const missingTarget = (disk: BlockDevice, node: Place["node"]): Missing => ({
  fact: `iSCSI target of ${nameOf(disk)}`,
  ...(node === null ? {} : { node: node.name }),
  access: "shell",
  how: `\`iscsiadm -m session -P 3\` of ${node?.name ?? "the node"} names it`,
});
