import type { BlockDevice, NodeSnapshot, Pool, UnreadableFile } from "../../model/cluster.ts";
import { composeNode } from "../facts/compose.ts";
import { parseDeviceLinks } from "../facts/device-links.ts";
import { addTold, failureOf } from "../facts/node-facts.ts";
import { readOutput, type Told } from "../facts/outputs.ts";
import { reading } from "../facts/reading.ts";
import type { ReportSection } from "./sections.ts";

/** Sections → the outputs they hold. `vgs` and `pvs` show no UUID, `zfs list` no property, arcstat no cap: not read. */
const outputs: readonly (readonly [command: RegExp, output: string])[] = [
  [/^pveversion /, "pveversion"],
  [/^findmnt /, "findmnt"],
  [/^lsblk /, "lsblk"],
  [/^zpool status$/, "zpool-status"],
  [/^zpool list -v$/, "zpool-list"],
  [/^lvs$/, "lvs"],
  [/^pvesm status$/, "pvesm-status"],
  [/^qm list$/, "qm-list"],
];

/** The facts of the node that made the report. */
export function nodeOfReport(
  name: string,
  sections: readonly ReportSection[],
  takenAt: string | undefined,
  unreadable: UnreadableFile[],
): NodeSnapshot {
  let told: Told = {};
  for (const { command, text } of sections) {
    const output = outputs.find(([pattern]) => pattern.test(command))?.[1];
    if (output === undefined) continue;
    const source = `pvereport/${name}/${output}`;
    const heard = readOutput({ command: output, text, source, takenAt });
    if (heard === undefined) continue;
    const reason = failureOf(heard);
    if (reason !== undefined) unreadable.push({ path: source, reason });
    told = addTold(told, heard);
    if (output === "pveversion") told = addTold(told, { kernel: reading(() => runningKernel(text), source) });
  }
  const links = sections.find(({ command }) => command.startsWith("ls -l"))?.text ?? "";
  return withDevices(composeNode(name, told), parseDeviceLinks(links), takenAt !== undefined);
}

/** `proxmox-ve: 9.1.0 (running kernel: 6.17.2-1-pve)` */
function runningKernel(text: string): string {
  const release = /\(running kernel: (\d+\.\d+\S*)\)/.exec(text)?.[1];
  if (release === undefined) throw new Error("names no running kernel");
  return release;
}

/**
 * `zpool status` names devices by any of their links here, and `lsblk` does not say of which pool a partition is: each
 * completes the other. How long ago the last scrub was cannot be said of a report without a date.
 */
function withDevices(node: NodeSnapshot, links: ReadonlyMap<string, string>, dated: boolean): NodeSnapshot {
  const { pools, blockDevices } = node;
  if (pools === undefined || !("value" in pools)) return node;
  const devices = blockDevices !== undefined && "value" in blockDevices ? blockDevices.value : [];
  const names = namesOf(devices);
  const pathOf = (device: string): string => {
    const name = device.slice(device.lastIndexOf("/") + 1);
    return links.get(name) ?? (names.has(name) ? `/dev/${name}` : device);
  };
  const named = pools.value.map(
    ({ lastScrub, ...pool }): Pool => ({
      ...pool,
      ...(dated && lastScrub !== undefined ? { lastScrub } : {}),
      vdevs: pool.vdevs.map((vdev) => ({ ...vdev, devices: vdev.devices.map(pathOf) })),
    }),
  );
  const labels = new Map(
    named.flatMap(({ name, vdevs }) =>
      vdevs.flatMap((vdev) => vdev.devices.map((path) => [path, name] as const)),
    ),
  );
  return {
    ...node,
    pools: { value: named, source: pools.source },
    ...(blockDevices !== undefined && "value" in blockDevices
      ? { blockDevices: { ...blockDevices, value: devices.map((device) => labelled(device, labels)) } }
      : {}),
  };
}

function namesOf(devices: readonly BlockDevice[]): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (device: BlockDevice): void => {
    names.add(device.name);
    device.children.forEach(visit);
  };
  devices.forEach(visit);
  return names;
}

function labelled(device: BlockDevice, labels: ReadonlyMap<string, string>): BlockDevice {
  const label = device.fstype === "zfs_member" ? labels.get(device.path ?? "") : undefined;
  return {
    ...device,
    ...(label === undefined ? {} : { label }),
    children: device.children.map((child) => labelled(child, labels)),
  };
}
