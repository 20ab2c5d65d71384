import type { BlockDevice, Dataset, NodeSnapshot, Pool, Reading, VolumeGroup } from "../model/cluster.ts";
import { filled } from "./merge-fill.ts";

/** Facts that stay the same while nobody changes anything. Fill, hits and mounts differ in every reading. */
const steady = ["packages", "kernel", "memory", "trimSchedules", "backupDatastores", "running"] as const;

/** Nodes by name; of each fact the later reading, or the one there is. */
export function mergeNodes(
  earlier: readonly NodeSnapshot[],
  later: readonly NodeSnapshot[],
  differs: (what: string) => void,
): readonly NodeSnapshot[] {
  const nodes = new Map(earlier.map((node) => [node.name, node]));
  for (const node of later) {
    const before = nodes.get(node.name);
    nodes.set(node.name, before === undefined ? node : mergeNode(before, node, differs));
  }
  return [...nodes.values()];
}

function mergeNode(before: NodeSnapshot, after: NodeSnapshot, differs: (what: string) => void): NodeSnapshot {
  for (const fact of steady)
    if (contradict<unknown>(before[fact], after[fact])) differs(`${words[fact]} of ${after.name}`);
  if (contradict(poolsOf(before), poolsOf(after))) differs(`the pools of ${after.name}`);
  for (const { what, of } of details)
    if (contradictIn(of(before), of(after))) differs(`${what} of ${after.name}`);
  const useful = Object.entries(after).filter(
    ([fact, reading]) => fact === "name" || isRead(reading) || !isRead(before[fact as keyof NodeSnapshot]),
  );
  const part = Object.fromEntries(useful) as Partial<NodeSnapshot>; // of a node's own entries
  return filled(before, { ...before, ...part });
}

const words: Readonly<Record<(typeof steady)[number], string>> = {
  packages: "the package versions",
  kernel: "the kernel",
  memory: "the memory",
  trimSchedules: "the trim schedules",
  backupDatastores: "the backup datastores",
  running: "the list of running guests",
};

function isRead(reading: unknown): boolean {
  return typeof reading === "object" && reading !== null && "value" in reading;
}

function contradict<T>(before: Reading<T> | undefined, after: Reading<T> | undefined): boolean {
  if (before === undefined || after === undefined || !("value" in before) || !("value" in after))
    return false;
  return told(before.value) !== told(after.value);
}

/** Without where it was read. */
const told = (value: unknown): string =>
  JSON.stringify(value, (key, part: unknown) => (key === "source" ? undefined : part));

/** What does not change by itself of facts that also tell of fill and use: by what it is about, the value. */
const details: readonly {
  readonly what: string;
  readonly of: (node: NodeSnapshot) => readonly (readonly [string, unknown])[];
}[] = [
  { what: "autotrim of the pools", of: ({ pools }) => readingOr(pools, []).map(autotrim) },
  { what: "properties of the datasets", of: ({ datasets }) => readingOr(datasets, []).flatMap(decided) },
  { what: "the volume groups", of: ({ volumeGroups }) => readingOr(volumeGroups, []).flatMap(groupDetails) },
  { what: "the disks", of: ({ blockDevices }) => readingOr(blockDevices, []).flatMap(diskDetails) },
];

const readingOr = <T>(reading: Reading<T> | undefined, otherwise: T): T =>
  reading !== undefined && "value" in reading ? reading.value : otherwise;

/** Where only one of them tells, nothing contradicts. */
function contradictIn(
  before: readonly (readonly [string, unknown])[],
  after: readonly (readonly [string, unknown])[],
): boolean {
  const told = new Map(before.filter(([, value]) => value !== undefined));
  return after.some(([key, value]) => value !== undefined && told.has(key) && told.get(key) !== value);
}

const autotrim = ({ name, properties }: Pool): readonly [string, unknown] => [name, properties?.["autotrim"]];

/** What a person sets and rules judge; the rest of `zfs get` counts bytes. */
const settable = [
  "compression",
  "sync",
  "logbias",
  "recordsize",
  "direct",
  "volblocksize",
  "refreservation",
] as const;

const decided = ({ name, properties }: Dataset): readonly (readonly [string, unknown])[] =>
  settable.map((key) => [`${name} ${key}`, properties[key]?.value]);

const groupDetails = ({
  name,
  uuid,
  physicalVolumes,
}: VolumeGroup): readonly (readonly [string, unknown])[] => [
  [`${name} uuid`, uuid],
  [name, physicalVolumes.toSorted().join(" ")],
];

const diskDetails = ({
  name,
  rotational,
  model,
  serial,
}: BlockDevice): readonly (readonly [string, unknown])[] => [
  [`${name} rotational`, rotational],
  [`${name} model`, model],
  [`${name} serial`, serial],
];

/** Of pools what does not change by itself: their state and devices. */
function poolsOf({ pools }: NodeSnapshot): Reading<unknown> | undefined {
  if (pools === undefined || !("value" in pools)) return undefined;
  const shape = pools.value.map(({ name, state, vdevs }: Pool) => [
    name,
    state,
    vdevs.map(({ role, kind, devices }) => [role, kind, devices]),
  ]);
  return { ...pools, value: shape };
}
