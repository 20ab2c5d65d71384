import { isApiSource } from "../connect/api/address.ts";
import type { ClusterSnapshot } from "../model/cluster.ts";
import { Failure } from "../model/failure.ts";
import type { CollectContext } from "./collect-context.ts";
import { withGuestGaps } from "./guest-gaps.ts";
import { isLive, readLive } from "./live-source.ts";
import { mergeSnapshots } from "./merge-snapshots.ts";
import { readSource } from "./read-source.ts";
import { inReadingOrder } from "./reading-order.ts";
import { checkSince } from "./since.ts";

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
  const files: ClusterSnapshot[] = [];
  for (const source of sources) if (!isLive(source)) files.push(...(await readSource(source, context)));
  // what is asked now is later than any file, wherever it stands
  const asked = sources.flatMap((source) => live.read.get(source) ?? []);
  const read = [...inReadingOrder(files, context.now), ...asked];
  if (read.length === 0 && live.first !== undefined) throw live.first;
  const merged = mergeSnapshots(read);
  const snapshot = withGuestGaps({ ...merged, unreadable: [...merged.unreadable, ...live.gaps] });
  const isSurelyEmpty = snapshot.nodesComplete && snapshot.unreadable.length === 0;
  if (snapshot.guests.length === 0 && !(isSurelyEmpty && context.mayBeEmpty === true))
    throw noGuests(sources.join(", "), snapshot);
  if (context.since !== undefined) checkSince(context.since, snapshot);
  return snapshot;
}

interface MachinesRead {
  readonly read: ReadonlyMap<string, readonly ClusterSnapshot[]>;
  readonly gaps: ClusterSnapshot["unreadable"];
  readonly first: Failure | undefined;
}

/**
 * All at once. Of several, one that cannot be read is a gap. The configs come over the first shell; where they could not be
 * read there, over the next. Questions of ssh come one after the other, once all that needs none is read.
 */
async function readMachines(
  given: readonly string[],
  others: boolean,
  context: CollectContext,
): Promise<MachinesRead> {
  const sources = [...new Set(given)];
  const shells = sources.filter((source) => !isApiSource(source));
  const read = new Map<string, readonly ClusterSnapshot[]>();
  const failures = new Map<string, Failure>();
  const ask = async (source: string, withConfigs: boolean, mayAsk: boolean): Promise<void> => {
    try {
      read.set(source, await readLive(source, { ...context, mayAsk }, withConfigs));
      failures.delete(source);
    } catch (error) {
      if (!(error instanceof Failure) || !others || !isGap(error)) throw error;
      failures.set(source, error);
    }
  };
  const mayAsk = context.mayAsk === true;
  await Promise.all(
    sources.map((source) => ask(source, source === shells[0], mayAsk && shells.length === 1)),
  );
  const refused = [...failures].filter(([, { code }]) => code === "ssh-refused").map(([source]) => source);
  if (mayAsk && shells.length > 1)
    for (const source of refused) await ask(source, source === shells[0], true);
  const isWhole = (source: string): boolean => read.get(source)?.some((one) => one.nodesComplete) === true;
  for (const source of shells.slice(1))
    if (read.has(source) && !sources.some(isWhole)) await ask(source, true, mayAsk);
  const gaps = [...failures].map(([path, { message }]) => ({ path, reason: message }));
  return { read, gaps, first: [...failures.values()][0] };
}

/** A machine that is down, or lets nobody in. What a person got wrong ends the run. */
const isGap = ({ code }: Failure): boolean =>
  ["unreachable", "ssh-failed", "ssh-refused", "shell-failed"].includes(code);

function noGuests(shown: string, { unreadable, sources }: ClusterSnapshot): Failure {
  const [first] = unreadable;
  const why =
    first === undefined ? "" : ` (${unreadable.length} unreadable, first ${first.path}: ${first.reason})`;
  return new Failure(
    "no-guests",
    `${shown} holds no readable guest config${why}`,
    sources.every(({ kind }) => kind === "api")
      ? "lanekeeper doctor says what the token or user lacks, and which role gives it"
      : "run the facts script as root, or give a copy of /etc/pve as well: --from <copy> --from <facts>",
  );
}
