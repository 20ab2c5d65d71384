import type { BlockDevice, Dataset, Mount, NodeSnapshot, Reading } from "../../model/cluster.ts";
import type { Aliases } from "./aliases.ts";
import { redactInsides } from "./guest-inside.ts";
import { redacted } from "./known-words.ts";
import { byVmid, redactAgents, redactReplicationState } from "./live.ts";
import {
  redactDatastore,
  redactGroup,
  redactPool,
  redactSchedule,
  redactSource,
  redactUsage,
  redactVolume,
} from "./node-storage.ts";
import { redactDeviceName, redactMountSource, redactPart, redactPath } from "./paths.ts";
import { plainWord } from "./plain-values.ts";
import { knownReason } from "./reasons.ts";
import { redactDataset } from "./zfs-properties.ts";

/** What a node's commands told, without the names in it. Disk models stay: they say which disks lack what. */
export function redactNode(node: NodeSnapshot, aliases: Aliases): NodeSnapshot {
  const change = <T>(reading: Reading<T> | undefined, redact: (value: T) => T): Reading<T> | undefined =>
    reading === undefined ? undefined : redactReading(reading, redact, aliases);
  const rows =
    <T>(redact: (row: T, aliases: Aliases) => T) =>
    (all: readonly T[]): readonly T[] =>
      all.map((row) => redact(row, aliases));
  return {
    name: aliases.name("node", node.name),
    ...whenThere("packages", change(node.packages, redactPackages)),
    ...whenThere("kernel", change(node.kernel, redactKernel)),
    ...whenThere("mounts", change(node.mounts, rows(redactMount))),
    ...whenThere("blockDevices", change(node.blockDevices, rows(redactDevice))),
    ...whenThere("datasets", change(node.datasets, rows<Dataset>(redactDataset))),
    ...whenThere("pools", change(node.pools, rows(redactPool))),
    ...whenThere("arc", change(node.arc, same)),
    ...whenThere("memory", change(node.memory, same)),
    ...whenThere("trimSchedules", change(node.trimSchedules, rows(redactSchedule))),
    ...whenThere("logicalVolumes", change(node.logicalVolumes, rows(redactVolume))),
    ...whenThere("thinPools", change(node.thinPools, rows(redactVolume))),
    ...whenThere("volumeGroups", change(node.volumeGroups, rows(redactGroup))),
    ...whenThere("storageUsage", change(node.storageUsage, rows(redactUsage))),
    ...whenThere("backupDatastores", change(node.backupDatastores, rows(redactDatastore))),
    ...whenThere("running", change(node.running, byVmid)),
    ...whenThere("agents", change(node.agents, redactAgents)),
    ...whenThere(
      "insides",
      change(node.insides, (insides) => redactInsides(insides, aliases)),
    ),
    ...whenThere("replicationStates", change(node.replicationStates, rows(redactReplicationState))),
  };
}

const same = <T>(value: T): T => value;

/** A key with its value; nothing when the value is undefined. */
function whenThere<K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [P in K]?: V }); // the one key it is given
}

export function redactReading<T>(reading: Reading<T>, redact: (value: T) => T, aliases: Aliases): Reading<T> {
  const source = redactSource(reading.source, aliases);
  if ("value" in reading) return { value: redact(reading.value), source };
  return { failed: knownReason(reading.failed), source };
}

/** Packages are public; a version that is none is not. */
function redactPackages(packages: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const kept = Object.entries(packages).filter(([name]) => /^[a-z0-9][a-z0-9.+-]{0,80}$/.test(name));
  return Object.fromEntries(
    kept.map(([name, version]) => [name, debianVersion.test(version) ? version : redacted]),
  );
}

const debianVersion = /^\d[\w.+~:-]{0,60}$/;

/** `6.8.12-9-pve`: of a kernel built at home only the number stays. */
function redactKernel(release: string): string {
  if (/^\d+(?:\.\d+)+(?:-\d+)?(?:-(?:pve|amd64|generic))?$/.test(release)) return release;
  return `${/^\d+(?:\.\d+)*/.exec(release)?.[0] ?? "0"}-${redacted}`;
}

const plainOptions =
  /^(?:rw|ro|relatime|noatime|nodiratime|strictatime|nosuid|nodev|noexec|sync|async|dirsync|discard|noacl|posixacl|acl|xattr|saxattr|noxattr|casesensitive|ssd|nodatacow|compress|hard|soft|_netdev|seclabel)$/;

function redactMount({ target, source, fstype, options }: Mount, aliases: Aliases): Mount {
  return {
    target: redactPath(target, aliases),
    source: redactMountSource(source, aliases),
    fstype: plainWord(fstype),
    options: options
      .split(",")
      .filter((option) => plainOptions.test(option))
      .join(","),
  };
}

function redactDevice(device: BlockDevice, aliases: Aliases): BlockDevice {
  const { name, path, type, serial, transport, fstype, label, mountpoints, children, ...rest } = device;
  return {
    ...rest,
    name: redactDeviceName(name, aliases),
    type: plainWord(type),
    mountpoints: mountpoints.map((point) => (point === "[SWAP]" ? point : redactPath(point, aliases))),
    children: children.map((child) => redactDevice(child, aliases)),
    ...whenThere("path", path === undefined ? undefined : redactPath(path, aliases)),
    ...whenThere("serial", serial === undefined || serial === "" ? serial : aliases.serial(serial)),
    ...whenThere("transport", transport === undefined ? undefined : plainWord(transport)),
    ...whenThere("fstype", fstype === undefined ? undefined : plainWord(fstype)),
    ...whenThere("label", label === undefined ? undefined : redactPart(label, aliases)),
  };
}
