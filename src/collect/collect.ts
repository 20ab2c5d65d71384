import type { ClusterSnapshot } from "../model/cluster.ts";
import { Failure } from "../model/failure.ts";
import type { CollectContext } from "./collect-context.ts";
import { withGuestGaps } from "./guest-gaps.ts";
import { isLive, readLive } from "./live-source.ts";
import { mergeSnapshots } from "./merge-snapshots.ts";
import { readSource } from "./read-source.ts";

/**
 * Reads sources: machines that are asked now, files and folders. Several make one cluster. Throws a Failure when one is
 * none, or when they are of different clusters; of several machines some may be down.
 */
export async function collect(
  from: string | readonly string[],
  context: CollectContext,
): Promise<ClusterSnapshot> {
  const sources = typeof from === "string" ? [from] : from;
  if (sources.indexOf("-") !== sources.lastIndexOf("-"))
    throw new Failure("two-sources", "standard input is given twice; it can be read once");
  const live = await readMachines(sources.filter(isLive), sources.length > 1, context);
  const read: ClusterSnapshot[] = [];
  for (const source of sources)
    read.push(...(live.read.get(source) ?? []), ...(isLive(source) ? [] : await readSource(source, context)));
  if (read.length === 0 && live.first !== undefined) throw live.first;
  const merged = mergeSnapshots(read);
  const snapshot = withGuestGaps({ ...merged, unreadable: [...merged.unreadable, ...live.gaps] });
  if (snapshot.guests.length === 0) throw noGuests(sources.join(", "), snapshot);
  return snapshot;
}

interface MachinesRead {
  readonly read: ReadonlyMap<string, readonly ClusterSnapshot[]>;
  readonly gaps: ClusterSnapshot["unreadable"];
  readonly first: Failure | undefined;
}

/** All at once. Of several, one that cannot be read is a gap; the configs come from the first that can. */
async function readMachines(
  sources: readonly string[],
  others: boolean,
  context: CollectContext,
): Promise<MachinesRead> {
  const read = new Map<string, readonly ClusterSnapshot[]>();
  const failures = new Map<string, Failure>();
  const ask = async (source: string, withConfigs: boolean): Promise<void> => {
    try {
      read.set(source, await readLive(source, context, withConfigs));
    } catch (error) {
      if (!(error instanceof Failure) || !others || !isGap(error)) throw error;
      failures.set(source, error);
    }
  };
  await Promise.all([...new Set(sources)].map((source, index) => ask(source, index === 0)));
  const [leader] = sources;
  const next = sources.find((source) => read.has(source));
  if (leader !== undefined && !read.has(leader) && next !== undefined) await ask(next, true);
  const gaps = [...failures].map(([path, { message }]) => ({ path, reason: message }));
  return { read, gaps, first: [...failures.values()][0] };
}

/** A machine that is down, or lets nobody in. What a person got wrong ends the run. */
const isGap = ({ code }: Failure): boolean => ["unreachable", "ssh-failed", "shell-failed"].includes(code);

function noGuests(shown: string, { unreadable }: ClusterSnapshot): Failure {
  const [first] = unreadable;
  const why =
    first === undefined ? "" : ` (${unreadable.length} unreadable, first ${first.path}: ${first.reason})`;
  return new Failure(
    "no-guests",
    `${shown} holds no readable guest config${why}`,
    "run the facts script as root, or give a copy of /etc/pve as well: --from <copy> --from <facts>",
  );
}
