import { Failure, jsonChunks } from "../index.ts";
import type { FailureOutput } from "../model/command-output.ts";
import { reportFailure } from "./failures.ts";
import { type PolicyOptions, readPolicyFiles } from "./policy-source.ts";
import type { SourceOptions } from "./source.ts";
import type { Streams } from "./streams.ts";

export interface ClustersOptions extends SourceOptions, PolicyOptions {
  readonly allClusters?: boolean;
  readonly format: string;
  readonly summary?: boolean;
}

/** The clusters that are audited one after the other; undefined: one source, or one cluster by its name. */
export async function severalClusters(
  options: ClustersOptions,
  streams: Streams,
): Promise<readonly string[] | undefined> {
  const { allClusters = false, cluster, from, demo } = options;
  if (!allClusters) return cluster === undefined || cluster.length < 2 ? undefined : [...new Set(cluster)];
  if (cluster !== undefined || from !== undefined || demo === true)
    throw new Failure(
      "two-sources",
      "--all-clusters takes every cluster of the policy file",
      "leave --cluster, --from and --demo out",
    );
  const { clusters } = await readPolicyFiles(options, streams);
  if (clusters.size > 0) return [...clusters.keys()];
  throw new Failure(
    "no-such-cluster",
    "the policy file names no cluster",
    "name them under clusters: in lanekeeper.yaml",
  );
}

/**
 * One report after the other; as JSON an array of them, in which a cluster that could not be audited stands with the
 * reason. Returns the worst exit code.
 */
export async function auditClusters<T extends ClustersOptions>(
  names: readonly string[],
  { allClusters: _, ...options }: T,
  streams: Streams,
  audit: (options: Omit<T, "allClusters">, streams: Streams) => Promise<number>,
): Promise<number> {
  const json = options.format === "json";
  const between = json ? ",\n" : options.summary === true ? "" : "\n";
  let before = json ? "[\n" : "";
  // a token that is given once is one cluster's: it is not shown to the others
  const each: Streams = {
    ...streams,
    env: { ...streams.env, LANEKEEPER_TOKEN: undefined },
    out: (text) => {
      streams.out(before + text);
      before = "";
    },
  };
  let worst = 0;
  for (const name of names) {
    worst = Math.max(worst, await auditNamed(name));
    if (before === "") before = between;
  }
  if (json) streams.out("]\n");
  return worst;

  async function auditNamed(name: string): Promise<number> {
    try {
      return await audit({ ...options, cluster: [name] }, each);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      const { code, message, hint, located } = error;
      if (json) for (const chunk of jsonChunks(documentOf(name, error))) each.out(chunk);
      return reportFailure(new Failure(code, `${name}: ${message}`, hint, located), streams);
    }
  }
}

const documentOf = (cluster: string, { code, message, hint }: Failure): FailureOutput => ({
  schema: "lanekeeper/failure/1",
  cluster,
  code,
  message,
  ...(hint === undefined ? {} : { hint }),
});
