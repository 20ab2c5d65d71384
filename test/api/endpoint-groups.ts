import type { FactKind } from "../../src/model/fact.ts";

/** What is read of a cluster, and the facts of rules that are lost with it. */
export interface EndpointGroup {
  readonly name: string;
  readonly paths: readonly (string | RegExp)[];
  readonly takes: readonly FactKind[];
  /** The guest whose config is lost; the others have to be judged as before. */
  readonly guest?: number;
  /** Nothing says in the snapshot that it was asked: the judgements are open. */
  readonly quiet?: true;
}

const node = (what: string): RegExp => new RegExp(`^/nodes/[^/]+/${what}$`);

/** Volumes, storages and lanes rest on every guest's config. */
const ofConfig: readonly FactKind[] = ["config", "zvol-properties", "ha", "replication"];

export const endpointGroups: readonly EndpointGroup[] = [
  { name: "permissions", paths: ["/access/permissions"], takes: ["mappings"] },
  { name: "cluster status", paths: ["/cluster/status"], takes: [] },
  { name: "list of guests", paths: ["/cluster/resources"], takes: [] },
  { name: "storages", paths: ["/storage"], takes: ["storage-cfg"] },
  { name: "HA resources", paths: ["/cluster/ha/resources"], takes: ["ha"] },
  { name: "HA rules", paths: ["/cluster/ha/rules"], takes: ["ha"] },
  { name: "replication jobs", paths: ["/cluster/replication"], takes: ["replication"] },
  // shown, not judged: no gap of the audit
  { name: "backup jobs", paths: ["/cluster/backup"], takes: [], quiet: true },
  { name: "mapped PCI devices", paths: ["/cluster/mapping/pci"], takes: ["mappings"] },
  { name: "guests of the nodes", paths: [node("qemu")], takes: ["run-state"] },
  { name: "packages", paths: [node("apt/versions")], takes: ["node-versions"] },
  { name: "status of the nodes", paths: [node("status")], takes: ["kernel", "arc"] },
  { name: "fill of the storages", paths: [node("storage")], takes: ["storage-usage"] },
  { name: "disks", paths: [node("disks/list")], takes: ["block-devices", "medium", "vdevs"] },
  { name: "pools", paths: [node("disks/zfs")], takes: ["vdevs", "medium", "pool-state", "pool-properties"] },
  {
    name: "one pool",
    paths: [node("disks/zfs/[^/]+")],
    takes: ["vdevs", "medium", "pool-state", "pool-properties"],
  },
  { name: "volume groups", paths: [node("disks/lvm")], takes: ["lvm", "medium"] },
  { name: "thin pools", paths: [node("disks/lvmthin")], takes: ["lvm"] },
  { name: "state of replication", paths: [node("replication")], takes: ["replication-state"] },
  {
    name: "agents",
    paths: [node("qemu/\\d+/agent/get-osinfo")],
    takes: ["agent-answer", "guest-os-name"],
    quiet: true,
  },
  { name: "config of 201", paths: [node("qemu/201/pending")], takes: ofConfig, guest: 201 },
  { name: "snapshots of 302", paths: [node("qemu/302/snapshot")], takes: ofConfig, guest: 302 },
];

/** Groups that have nothing to do with each other, three at a time. */
export const endpointBundles: readonly EndpointGroup[] = endpointGroups
  .slice(0, endpointGroups.length / 3)
  .map((_, at) => {
    const groups = endpointGroups.filter((_group, index) => index % (endpointGroups.length / 3) === at);
    const guest = groups.find((group) => group.guest !== undefined)?.guest;
    return {
      name: groups.map(({ name }) => name).join(" and "),
      paths: groups.flatMap(({ paths }) => paths),
      takes: groups.flatMap(({ takes }) => takes),
      ...(guest === undefined ? {} : { guest }),
    };
  });
