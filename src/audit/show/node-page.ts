import type { Finding } from "../../model/audit-report.ts";
import type { BlockDevice } from "../../model/cluster.ts";
import type { NodePage } from "../../model/place-page.ts";
import type { Policy } from "../../model/policy.ts";
import type { ResolvedNode, ResolvedStorage } from "../../model/resolved.ts";
import { promisedMemory } from "../../rules/guest-memory.ts";
import { missingAmong } from "../../rules/unknowns.ts";
import { pageDisk } from "./page-disk.ts";
import { pageGuest, worstOn } from "./page-guests.ts";

/** What is known of one node, and what it carries. */
export function nodePage(node: ResolvedNode, findings: readonly Finding[], policy: Policy): NodePage {
  const { name, versions, memory, arc, blockDevices, storageUsage, cluster } = node;
  const guests = cluster.guests.filter((guest) => guest.onNode === node);
  const pools = cluster.pools.filter((pool) => pool.node === node);
  const usage = storageUsage.known ? storageUsage.value : [];
  return {
    name,
    versions: Object.fromEntries(
      Object.entries(versions).map(([of, version]) => [of, version.known ? version.value : null]),
    ),
    memory: memory.known ? memory.value : null,
    promised: promisedMemory(node),
    arc: arc.known ? { size: arc.value.size, cap: arc.value.cMax, arcMax: arc.value.arcMax ?? null } : null,
    pools: pools.map((pool) => ({
      name: pool.name,
      state: pool.facts.known ? pool.facts.value.state : null,
      size: pool.facts.known ? (pool.facts.value.size ?? null) : null,
      capacity: pool.facts.known ? (pool.facts.value.capacity ?? null) : null,
      medium: pool.medium.known ? pool.medium.value : "unknown",
      worst: worstOn(findings, (subject) => subject.pool === pool.name && subject.node === name),
    })),
    disks: blockDevices.known
      ? blockDevices.value.filter(isDisk).map((disk) => ({
          ...pageDisk(disk, policy),
          carries: carriedBy(disk),
        }))
      : null,
    storages: storagesOf(node).map(({ entry, shared }) => {
      const row = usage.find(({ storage }) => storage === entry.id);
      return {
        id: entry.id,
        type: entry.type,
        shared,
        usage: row === undefined ? null : { active: row.active, total: row.total, used: row.used },
        worst: worstOn(
          findings,
          (subject) => subject.storage === entry.id && (subject.node ?? name) === name,
        ),
      };
    }),
    guests: guests.map((guest) => pageGuest(guest, [], findings)),
    containers: cluster.containers.filter((container) => container.node === name).length,
    missing:
      missingAmong(
        versions.pve,
        versions.kernel,
        memory,
        arc,
        blockDevices,
        storageUsage,
        ...pools.map(({ facts }) => facts),
      ) ?? [],
  };
}

function storagesOf({ name, cluster }: ResolvedNode): readonly ResolvedStorage[] {
  const all = cluster.storages.known ? [...cluster.storages.value.values()] : [];
  return all.filter(({ enabled, nodes }) => enabled && nodes?.has(name) !== false);
}

/** Not the zvols and loops that lsblk lists beside the disks. */
function isDisk({ type, name }: BlockDevice): boolean {
  return type === "disk" && !/^(?:zd|loop|ram|nbd|rbd|sr)\d/.test(name);
}

/** `pool rpool`, `mounted at /`, what an LVM physical volume holds: in the order lsblk shows it. */
function carriedBy(disk: BlockDevice): readonly string[] {
  const found: string[] = [];
  const visit = (device: BlockDevice): void => {
    if (device.fstype === "zfs_member") found.push(`pool ${device.label ?? "without a name"}`);
    else if (device.fstype === "LVM2_member") found.push("LVM");
    else if (device.fstype !== undefined && device.mountpoints.length > 0)
      found.push(`${device.fstype} at ${device.mountpoints[0]}`);
    device.children.forEach(visit);
  };
  visit(disk);
  return [...new Set(found)];
}
