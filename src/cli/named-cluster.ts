import { homedir } from "node:os";
import { dirname, isAbsolute, join } from "node:path";
import { type ClusterOfFile, Failure } from "../index.ts";
import type { SourceOptions } from "./source.ts";
import type { Streams } from "./streams.ts";

/** The one cluster a command works on. Throws a Failure: several, or none of that name. */
export function theCluster(
  names: readonly string[],
  clusters: ReadonlyMap<string, ClusterOfFile>,
): ClusterOfFile {
  const [name = "", second] = names;
  if (second !== undefined)
    throw new Failure("two-sources", "one cluster at a time; audit takes several", "give --cluster once");
  const cluster = clusters.get(name);
  if (cluster !== undefined) return cluster;
  const known = [...clusters.keys()].join(", ");
  throw new Failure(
    "no-such-cluster",
    `no cluster ${name} is named in the policy file`,
    known === "" ? "name it under clusters: in lanekeeper.yaml" : `named are ${known}`,
  );
}

/** What the policy file says of a cluster, as options of a command line would. */
export function sourceOf(
  { file, from, fingerprints = [], ca, tokenFile, user }: ClusterOfFile,
  { env }: Streams,
): SourceOptions {
  const home = env["HOME"] ?? homedir();
  const beside = (path: string): string => {
    if (path.startsWith("~/")) return join(home, path.slice(2));
    return isAbsolute(path) ? path : join(dirname(file), path);
  };
  return {
    from: from.map((source) => (/^[a-z]+:\/\//i.test(source) || source === "node" ? source : beside(source))),
    fingerprint: fingerprints.map(({ key, value }) => `${key}=${value}`),
    ...(ca === undefined ? {} : { ca: beside(ca) }),
    ...(tokenFile === undefined ? {} : { tokenFile: beside(tokenFile) }),
    ...(user === undefined ? {} : { user }),
  };
}
