import type { NodeSnapshot, Pool, Reading } from "../model/cluster.ts";

/** Facts that stay the same while nobody changes anything. Fill, hits and mounts differ in every reading. */
const steady = [
  "packages",
  "kernel",
  "memory",
  "trimSchedules",
  "volumeGroups",
  "backupDatastores",
  "running",
] as const;

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
  const useful = Object.entries(after).filter(
    ([fact, reading]) => fact === "name" || isRead(reading) || !isRead(before[fact as keyof NodeSnapshot]),
  );
  return { ...before, ...(Object.fromEntries(useful) as Partial<NodeSnapshot>) }; // a part of a node's own entries
}

const words: Readonly<Record<(typeof steady)[number], string>> = {
  packages: "the package versions",
  kernel: "the kernel",
  memory: "the memory",
  trimSchedules: "the trim schedules",
  volumeGroups: "the volume groups",
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
