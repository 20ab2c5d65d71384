import type { Dataset, NodeSnapshot, Pool, Reading, TrimSchedule } from "../../model/cluster.ts";
import type { Told } from "./outputs.ts";
import { combined, isRead, readValue } from "./reading.ts";
import { withAshift } from "./vdev-ashift.ts";
import { volumeGroupsOf } from "./volume-groups.ts";

/** The facts of a node from what its commands told; several outputs make one pool, one ARC, one list of schedules. */
export function composeNode(name: string, told: Told): NodeSnapshot {
  const { packages, kernel, mounts, blockDevices, memory, logicalVolumes } = told;
  const { storageUsage, backupDatastores, running, agents, replicationStates } = told;
  return {
    name,
    ...given({ packages }),
    ...given({ kernel }),
    ...given({ mounts }),
    ...given({ blockDevices }),
    ...given({ datasets: datasetsOf(told) }),
    ...given({ pools: poolsOf(told) }),
    ...given({ arc: arcOf(told) }),
    ...given({ memory }),
    ...given({ trimSchedules: schedulesOf(told) }),
    ...given({ logicalVolumes }),
    ...given({ volumeGroups: groupsOf(told) }),
    ...given({ storageUsage }),
    ...given({ backupDatastores }),
    ...given({ running }),
    ...given({ agents }),
    ...given({ replicationStates }),
  };
}

/** The same object, or an empty one where its value is undefined. */
function given<K extends string, V>(entry: { readonly [P in K]: V | undefined }): { readonly [P in K]?: V } {
  const isThere = Object.values(entry).some((value) => value !== undefined);
  return (isThere ? entry : {}) as { readonly [P in K]?: V }; // its one value was looked at
}

/** `direct` is asked alone where a ZFS might not know it: there the whole `zfs get` would fail. */
function datasetsOf({ datasets, direct }: Told): Told["datasets"] {
  if (!isRead(datasets) || !isRead(direct)) return datasets;
  const extra = new Map(direct.value.map((dataset) => [dataset.name, dataset.properties]));
  const merged = datasets.value.map(
    (dataset): Dataset => ({
      name: dataset.name,
      properties: { ...extra.get(dataset.name), ...dataset.properties },
    }),
  );
  return combined(merged, [datasets, direct]);
}

/** Pools need `zpool status`: a list without vdevs would read as a pool without disks. */
function poolsOf({
  poolStatus,
  poolList,
  poolProperties,
  ashifts,
}: Told): Reading<readonly Pool[]> | undefined {
  if (!isRead(poolStatus)) return poolStatus;
  const fills = new Map(readValue(poolList)?.map((fill) => [fill.name, fill]));
  const pools = poolStatus.value.map((status): Pool => {
    const properties = readValue(poolProperties)?.get(status.name);
    const own = (readValue(ashifts) ?? []).filter(({ pool }) => pool === status.name);
    const all = new Map(own.flatMap((vdevs) => [...vdevs.ashifts]));
    const { size, capacity } = { ...fillOf(properties), ...fills.get(status.name) };
    return {
      ...status,
      vdevs: withAshift(status.vdevs, all),
      ...(capacity === undefined ? {} : { capacity }),
      ...(size === undefined ? {} : { size }),
      ...(properties === undefined ? {} : { properties }),
    };
  });
  return combined(pools, [poolStatus, poolList, poolProperties, ashifts]);
}

function fillOf(properties: Readonly<Record<string, string>> | undefined): {
  size?: number;
  capacity?: number;
} {
  const number = (key: string): number | undefined =>
    /^\d{1,15}$/.test(properties?.[key] ?? "") ? Number(properties?.[key]) : undefined;
  const [size, capacity] = [number("size"), number("capacity")];
  return { ...(size === undefined ? {} : { size }), ...(capacity === undefined ? {} : { capacity }) };
}

function arcOf({ arcstats, arcMax }: Told): NodeSnapshot["arc"] {
  if (!isRead(arcstats)) return arcstats;
  return combined({ ...arcstats.value, ...(isRead(arcMax) ? { arcMax: arcMax.value } : {}) }, [
    arcstats,
    arcMax,
  ]);
}

/** "Nothing trims" is known only when both cron and the timers were read. */
function schedulesOf({ timers, unitFiles, cron }: Told): Reading<readonly TrimSchedule[]> | undefined {
  const parts = [cron, timers, unitFiles];
  const failed = parts.find((part) => part !== undefined && !isRead(part));
  if (isRead(cron) && isRead(timers)) {
    const all = [...cron.value, ...timers.value];
    const missed = (readValue(unitFiles) ?? []).filter(
      ({ pool }) => !all.some((known) => known.pool === pool),
    );
    return combined([...all, ...missed], parts);
  }
  if (failed !== undefined) return failed;
  const there = parts.find((part) => part !== undefined);
  if (there === undefined) return undefined;
  const absent = isRead(cron) ? "list-timers" : "cron";
  return { failed: `says nothing without ${absent}`, source: there.source };
}

function groupsOf({ vgs, pvs }: Told): NodeSnapshot["volumeGroups"] {
  if (!isRead(vgs)) return vgs;
  return combined(volumeGroupsOf(vgs.value, readValue(pvs) ?? []), [vgs, pvs]);
}
