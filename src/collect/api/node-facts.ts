import type { ApiAnswer } from "../../connect/api/api-answer.ts";
import type { NodeSnapshot, Pool, Reading } from "../../model/cluster.ts";
import { textIn } from "../facts/json.ts";
import { withUses } from "./disk-uses.ts";
import {
  devicesIn,
  groupsIn,
  kernelIn,
  listIn,
  memoryIn,
  packagesIn,
  readingOf,
  replicationStatesIn,
  runningIn,
  stableNames,
  thinPoolsIn,
  usageIn,
} from "./node-answers.ts";
import { poolIn } from "./pool-answers.ts";
import { type ApiReader, gapText, isPathPart } from "./rows.ts";

/** What is asked of every node. SMART values are not needed, and asking for them wakes sleeping disks. */
const questions = {
  guests: "qemu",
  versions: "apt/versions",
  status: "status",
  storage: "storage",
  disks: "disks/list?include-partitions=1&skipsmart=1",
  pools: "disks/zfs",
  groups: "disks/lvm",
  thin: "disks/lvmthin",
  replication: "replication",
} as const;

type Answers = Readonly<Record<keyof typeof questions, readonly [path: string, answer: ApiAnswer]>>;

/** Everything the API tells of a node itself. `now`: UTC, ISO 8601. */
export async function readNode(api: ApiReader, name: string, now: string): Promise<NodeSnapshot> {
  const entries = Object.entries(questions).map(async ([key, what]) => {
    const path = `/nodes/${name}/${what}`;
    return [key, [path, await api.get(path)]] as const;
  });
  const answers = Object.fromEntries(await Promise.all(entries)) as Answers; // one for each question
  return nodeOf(name, answers, await readPools(api, answers), now);
}

/** A node that is off: nobody can be asked, and every fact of it says so. */
export function offlineNode(name: string): NodeSnapshot {
  const failed = { failed: "the node is offline", source: "/cluster/status" };
  return {
    name,
    packages: failed,
    kernel: failed,
    memory: failed,
    storageUsage: failed,
    blockDevices: failed,
    volumeGroups: failed,
    thinPools: failed,
    pools: failed,
    replicationStates: failed,
    running: failed,
  };
}

function nodeOf(name: string, answers: Answers, pools: Reading<readonly Pool[]>, now: string): NodeSnapshot {
  const take = <T>(key: keyof Answers, read: (data: unknown) => T): Reading<T> =>
    readingOf(...answers[key], read);
  const volumeGroups = take("groups", groupsIn);
  const disks = take("disks", devicesIn);
  return {
    name,
    packages: take("versions", packagesIn),
    kernel: take("status", kernelIn),
    memory: take("status", memoryIn),
    storageUsage: take("storage", usageIn),
    blockDevices:
      "value" in disks
        ? { ...disks, value: withUses(disks.value, listOf(pools), listOf(volumeGroups)) }
        : disks,
    volumeGroups,
    thinPools: take("thin", thinPoolsIn),
    pools,
    replicationStates: take("replication", replicationStatesIn(now)),
    running: take("guests", runningIn),
  };
}

const listOf = <T>(reading: Reading<readonly T[]>): readonly T[] => ("value" in reading ? reading.value : []);

/** One pool that cannot be read leaves all open: of a list without it nobody could tell that it is missing. */
async function readPools(api: ApiReader, { pools, disks }: Answers): Promise<Reading<readonly Pool[]>> {
  const [path, answer] = pools;
  if (!answer.ok) return readingOf<readonly Pool[]>(path, answer, () => []);
  const byId = stableNames(disks[1].ok ? disks[1].data : []);
  try {
    const read = listIn(answer.data).map(async (row) => {
      const name = textIn(row, "name") ?? "";
      if (!isPathPart(name)) throw new Error("names a pool that cannot be asked for");
      const detailPath = `${path}/${encodeURIComponent(name)}`;
      const detail = await api.get(detailPath);
      if (!detail.ok) throw new Error(gapText(detailPath, detail));
      return poolIn(row, detail.data, byId);
    });
    return { value: await Promise.all(read), source: path };
  } catch (error) {
    return { failed: error instanceof Error ? error.message : String(error), source: path };
  }
}
