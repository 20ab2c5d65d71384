import type { ApiAnswer } from "../../connect/api/api-answer.ts";
import type { NodeSnapshot, Pool, Reading } from "../../model/cluster.ts";
import { textIn } from "../facts/json.ts";
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

/** SMART values are not needed, and asking for them wakes sleeping disks. */
const disks = "disks/list?include-partitions=1&skipsmart=1";

/** Everything the API tells of a node itself, and the answer to its list of guests. `now`: UTC, ISO 8601. */
export async function readNode(
  api: ApiReader,
  name: string,
  now: string,
): Promise<{ readonly node: NodeSnapshot; readonly guests: ApiAnswer }> {
  const ask = async (what: string): Promise<readonly [string, ApiAnswer]> => {
    const path = `/nodes/${name}/${what}`;
    return [path, await api.get(path)];
  };
  const [guests, versions, status, storage, list, lvm, thin, replication] = await Promise.all(
    ["qemu", "apt/versions", "status", "storage", disks, "disks/lvm", "disks/lvmthin", "replication"].map(
      ask,
    ),
  );
  const take = <T>(
    answer: readonly [string, ApiAnswer] | undefined,
    read: (data: unknown) => T,
  ): Reading<T> => (answer === undefined ? unasked : readingOf(...answer, read));
  const node: NodeSnapshot = {
    name,
    packages: take(versions, packagesIn),
    kernel: take(status, kernelIn),
    memory: take(status, memoryIn),
    storageUsage: take(storage, usageIn),
    blockDevices: take(list, devicesIn),
    volumeGroups: take(lvm, groupsIn),
    thinPools: take(thin, thinPoolsIn),
    pools: await readPools(api, name, list?.[1]),
    replicationStates: take(replication, replicationStatesIn(now)),
    running: take(guests, runningIn),
  };
  return { node, guests: guests?.[1] ?? { ok: false, status: 0, message: "not asked" } };
}

const unasked = { failed: "not asked", source: "" } as const;

/** One pool that cannot be read leaves all open: of a list without it nobody could tell that it is missing. */
async function readPools(
  api: ApiReader,
  node: string,
  list: ApiAnswer | undefined,
): Promise<Reading<readonly Pool[]>> {
  const path = `/nodes/${node}/disks/zfs`;
  const answer = await api.get(path);
  const byId = stableNames(list?.ok === true ? list.data : []);
  if (!answer.ok) return readingOf<readonly Pool[]>(path, answer, () => []);
  try {
    const pools = listIn(answer.data).map(async (row) => {
      const name = textIn(row, "name") ?? "";
      const detailPath = `${path}/${encodeURIComponent(name)}`;
      if (!isPathPart(name)) throw new Error("names a pool that cannot be asked for");
      const detail = await api.get(detailPath);
      if (!detail.ok) throw new Error(gapText(detailPath, detail));
      return poolIn(row, detail.data, byId);
    });
    return { value: await Promise.all(pools), source: path };
  } catch (error) {
    return { failed: error instanceof Error ? error.message : String(error), source: path };
  }
}
