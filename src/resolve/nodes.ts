import type { ClusterSnapshot, NodeSnapshot, Reading } from "../model/cluster.ts";
import type { Missing } from "../model/fact.ts";
import { type Fact, known, unknown } from "../model/fact.ts";
import { missingBlockDevices, missingKernel, missingVersion } from "../model/missing.ts";
import type { NodeVersions, ResolvedNode } from "../model/resolved.ts";

/** The packages whose versions decide something, under the name people use. */
const packageNames = {
  pve: "pve-manager",
  qemuServer: "qemu-server",
  qemu: "pve-qemu-kvm",
  openzfs: "zfsutils-linux",
} as const;

export function resolveNodes(snapshot: ClusterSnapshot): readonly ResolvedNode[] {
  return snapshot.nodes
    .map((node) => ({
      name: node.name,
      versions: versionsOf(node),
      blockDevices: factOf(node.blockDevices, missingBlockDevices(node.name, `the disks of ${node.name}`)),
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function versionsOf(node: NodeSnapshot): NodeVersions {
  const version = (name: string): Fact<string> => {
    const reading = node.packages;
    const missing = missingVersion(node.name, name);
    if (reading === undefined || !("value" in reading)) return factOf(undefined, missing);
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

/** A reading as a fact: a failed or absent one is missing, with the reason it gave. */
export function factOf<T>(reading: Reading<T> | undefined, missing: Missing): Fact<T> {
  if (reading === undefined) return unknown(missing);
  if ("value" in reading) return known(reading.value, reading.source);
  return unknown({ ...missing, how: `${reading.source}: ${reading.failed}; ${missing.how}` });
}
