import { readFileSync, statSync } from "node:fs";
import type { ClusterSnapshot } from "../model/cluster.ts";
import { Failure } from "../model/failure.ts";
import { bundleLimit, readBundle, unpacked } from "./bundle.ts";
import { readDirectory } from "./directory.ts";
import { readFactsRun } from "./facts-file.ts";
import { isFacts, readFactsRecords } from "./facts-records.ts";
import { mergeSnapshots } from "./merge-snapshots.ts";
import { systemReason } from "./read-text.ts";

/** What collecting needs from the world besides the source itself. */
export interface CollectContext {
  readonly tool: ClusterSnapshot["tool"];
  /** UTC, ISO 8601. */
  readonly now: string;
  /** Standard input, for the source `-`. */
  readonly stdin: () => Promise<Uint8Array>;
}

/**
 * Reads sources, each recognised by what it is and holds: `-`, a bundle, the output of the facts script, or a folder.
 * Several make one cluster. Throws a Failure when one is none, or when they are of different clusters.
 */
export async function collect(
  from: string | readonly string[],
  context: CollectContext,
): Promise<ClusterSnapshot> {
  const sources = typeof from === "string" ? [from] : from;
  if (sources.indexOf("-") !== sources.lastIndexOf("-"))
    throw new Failure("two-sources", "standard input is given twice; it can be read once");
  const read: ClusterSnapshot[] = [];
  for (const source of sources) read.push(...(await readSource(source, context)));
  const snapshot = mergeSnapshots(read);
  if (snapshot.guests.length === 0) throw noGuests(sources.join(", "), snapshot);
  return snapshot;
}

async function readSource(from: string, context: CollectContext): Promise<readonly ClusterSnapshot[]> {
  if (from === "-") return readBytes(await context.stdin(), "standard input", from, context);
  const stat = statOf(from);
  if (stat.isDirectory())
    return [{ ...head(context, { kind: "directory", name: from }), ...readDirectory(from) }];
  if (!stat.isFile())
    throw new Failure("unknown-source", `${from} is neither a file nor a folder`, whatToGive);
  if (stat.size > bundleLimit) {
    throw new Failure(
      "too-large",
      `${from} has ${stat.size} bytes; a bundle has at most ${bundleLimit}`,
      whatToGive,
    );
  }
  return readBytes(bytesOf(from), from, from, context);
}

async function readBytes(
  bytes: Uint8Array,
  shown: string,
  name: string,
  context: CollectContext,
): Promise<readonly ClusterSnapshot[]> {
  const content = unpacked(bytes, shown);
  if (!isFacts(content)) return [await readBundle(content, shown)];
  return readFactsRecords(content, shown).map((run) => ({
    ...head(context, { kind: "facts", name }, run.takenAt),
    ...readFactsRun(run),
  }));
}

function head(
  { tool, now }: CollectContext,
  source: ClusterSnapshot["sources"][number],
  takenAt: string = now,
): Pick<ClusterSnapshot, "schema" | "takenAt" | "tool" | "sources"> {
  return { schema: "lanekeeper/snapshot/1", takenAt, tool, sources: [source] };
}

const whatToGive = "give a folder, a bundle or the facts of a node after --from";

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

function statOf(path: string): ReturnType<typeof statSync> & object {
  try {
    return statSync(path);
  } catch (error) {
    throw new Failure("unreadable-source", `${path} ${systemReason(error)}`, whatToGive);
  }
}

function bytesOf(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new Failure("unreadable-source", `${path} ${systemReason(error)}`, whatToGive);
  }
}
