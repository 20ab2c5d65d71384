import type { ClusterSnapshot, NodeSnapshot, Reading } from "../model/cluster.ts";
import type { Missing } from "../model/fact.ts";
import { type Fact, known, unknown } from "../model/fact.ts";
import {
  missingBlockDevices,
  missingKernel,
  missingMounts,
  missingOutput,
  missingVersion,
} from "../model/missing.ts";
import type { NodeVersions, ResolvedCluster, ResolvedNode } from "../model/resolved.ts";

/** The packages whose versions decide something, under the name people use. */
const packageNames = {
  pve: "pve-manager",
  qemuServer: "qemu-server",
  qemu: "pve-qemu-kvm",
  openzfs: "zfsutils-linux",
} as const;

export function resolveNodes(snapshot: ClusterSnapshot, cluster: ResolvedCluster): readonly ResolvedNode[] {
  return snapshot.nodes.map((node) => resolveNode(node, cluster)).sort((a, b) => (a.name < b.name ? -1 : 1));
}

function resolveNode(node: NodeSnapshot, cluster: ResolvedCluster): ResolvedNode {
  const { name } = node;
  const output = (fact: string, file: string, command: string): Missing =>
    missingOutput(name, fact, file, command);
  return {
    name,
    cluster,
    versions: versionsOf(node),
    blockDevices: factOf(node.blockDevices, missingBlockDevices(name, `the disks of ${name}`)),
    mounts: factOf(node.mounts, missingMounts(name, "/")),
    arc: factOf(node.arc, output("ARC statistics", "arcstats.txt", "cat /proc/spl/kstat/zfs/arcstats")),
    memory: factOf(node.memory, output("memory", "meminfo.txt", "cat /proc/meminfo")),
    trimSchedules: factOf(
      node.trimSchedules,
      output("trim schedules", "list-timers.json", "systemctl list-timers --all --output=json"),
    ),
    logicalVolumes: factOf(
      node.logicalVolumes,
      output("logical volumes", "lvs.json", "lvs --reportformat json"),
    ),
    thinPools: factOf(
      readOf(node.logicalVolumes) ?? node.thinPools ?? node.logicalVolumes,
      output("logical volumes", "lvs.json", "lvs --reportformat json"),
    ),
    volumeGroups: factOf(node.volumeGroups, output("volume groups", "vgs.json", "vgs --reportformat json")),
    storageUsage: factOf(
      node.storageUsage,
      output("fill of the storages", "pvesm-status.txt", "pvesm status"),
    ),
    backupDatastores: factOf(
      node.backupDatastores,
      output("backup datastores of the node", "datastore.cfg", "cat /etc/proxmox-backup/datastore.cfg"),
    ),
  };
}

function versionsOf(node: NodeSnapshot): NodeVersions {
  const version = (name: string): Fact<string> => {
    const reading = node.packages;
    const missing = missingVersion(node.name, name);
    if (reading === undefined || !("value" in reading)) return factOf<string>(reading, missing);
    const value = reading.value[name];
    return value === undefined ? unknown(missing) : known(value, reading.source);
  };
  return {
    pve: version(packageNames.pve),
    qemuServer: version(packageNames.qemuServer),
    qemu: version(packageNames.qemu),
    openzfs: version(packageNames.openzfs),
    kernel: factOf(node.kernel, missingKernel(node.name)),
  };
}

function readOf<T>(reading: Reading<T> | undefined): Reading<T> | undefined {
  return reading !== undefined && "value" in reading ? reading : undefined;
}

/** A reading as a fact: a failed or absent one is missing, with the reason it gave. */
export function factOf<T>(reading: Reading<T> | undefined, missing: Missing): Fact<T> {
  if (reading === undefined) return unknown(missing);
  if ("value" in reading) return known(reading.value, reading.source);
  const { byScript: _, ...asked } = missing; // the same question again would get the same answer
  return unknown({ ...asked, how: `${reading.source}: ${reading.failed}; ${missing.how}` });
}
