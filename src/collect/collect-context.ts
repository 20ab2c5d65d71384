import type { ApiAccess } from "../connect/api/api-connection.ts";
import type { LocalMachine } from "../connect/shell.ts";
import type { ClusterSnapshot } from "../model/cluster.ts";
import type { Progress } from "./api/progress.ts";
import { readFactsRun } from "./facts-file.ts";
import { readFactsRecords } from "./facts-records.ts";
import type { Since } from "./since.ts";

/** What collecting needs from the world besides the source itself. */
export interface CollectContext {
  readonly tool: ClusterSnapshot["tool"];
  /** UTC, ISO 8601. */
  readonly now: string;
  /** Standard input, for the source `-`. */
  readonly stdin: () => Promise<Uint8Array>;
  /** This machine, for the source `node`. */
  readonly machine?: LocalMachine;
  /** How an API may be asked, for sources like `https://pve1:8006`. */
  readonly access?: (source: string) => Promise<ApiAccess>;
  /** Whether ssh may ask on the terminal. */
  readonly mayAsk?: boolean;
  /** Whether the script runs with `sudo -n` over ssh. */
  readonly sudo?: boolean;
  /** What ssh runs with; without it, this process's. */
  readonly env?: NodeJS.ProcessEnv;
  /** An earlier bundle: what is the same in it is not read again. */
  readonly since?: Since;
  readonly progress?: Progress;
  /** Whether a cluster without any guest is an answer: for its first one it is. */
  readonly mayBeEmpty?: boolean;
}

export function head(
  { tool, now }: CollectContext,
  source: ClusterSnapshot["sources"][number],
  takenAt: string = now,
): Pick<ClusterSnapshot, "schema" | "takenAt" | "tool" | "sources"> {
  return { schema: "lanekeeper/snapshot/1", takenAt, tool, sources: [source] };
}

/** The runs of a facts file, or of the facts script on a node. */
export function factsRuns(
  bytes: Uint8Array,
  kind: "facts" | "node" | "ssh",
  name: string,
  context: CollectContext,
): readonly ClusterSnapshot[] {
  return readFactsRecords(bytes, name).map((run) => ({
    ...head(context, { kind, name }, run.takenAt),
    ...readFactsRun(run, context.since),
  }));
}

export const whatToGive =
  "give https://<node>:8006, ssh://root@<node>, a folder, a bundle, the facts or pvereport of a node, or pasted configs after --from";
