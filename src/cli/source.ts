import { join } from "node:path";
import { type ClusterSnapshot, type CollectContext, collect, Failure, readSince } from "../index.ts";
import { type AccessOptions, apiAccess } from "./access.ts";
import { onInterrupt } from "./interrupt.ts";
import { sourceOf, theCluster } from "./named-cluster.ts";
import { packageRoot } from "./package-root.ts";
import { type PolicyOptions, readPolicyFiles } from "./policy-source.ts";
import { progressLine } from "./progress.ts";
import type { Streams } from "./streams.ts";
import { tool } from "./version.ts";

export interface SourceOptions extends AccessOptions {
  readonly from?: readonly string[];
  readonly demo?: boolean;
  readonly since?: string;
  readonly sudo?: boolean;
  /** Names of the policy file. */
  readonly cluster?: readonly string[];
}

/** The snapshot a command works on: `--from`, the bundled demo cluster, or the node it runs on. */
export async function readSource(
  given: SourceOptions,
  streams: Streams,
  { mayBeEmpty = false }: Pick<CollectContext, "mayBeEmpty"> = {},
): Promise<ClusterSnapshot> {
  const options = await withNamedCluster(given, streams);
  const { from, demo } = options;
  if (demo === true && from !== undefined)
    throw new Failure("two-sources", "--demo and --from are two sources; give one");
  const { stdin, machine } = streams;
  const source = demo === true ? join(packageRoot(), "fixtures", "three-node-homelab") : from;
  if (source === undefined && !machine.isNode()) throw noSource();
  const since = options.since === undefined ? undefined : await readSince(options.since, tool);
  const progress = progressLine(streams);
  const finish = onInterrupt(progress.clear);
  try {
    return await collect(source ?? "node", {
      tool,
      now: streams.now(),
      stdin,
      machine,
      access: (address) => apiAccess(address, options, streams),
      mayAsk: streams.ask !== undefined,
      sudo: options.sudo === true,
      env: streams.env,
      mayBeEmpty,
      ...(since === undefined ? {} : { since }),
      progress: progress.show,
    });
  } finally {
    finish();
    progress.clear();
  }
}

function noSource(): Failure {
  return new Failure(
    "no-source",
    "nothing to read: this is not a Proxmox VE node, and no source was given",
    "--from <copy of /etc/pve>, --from https://<node>:8006, --from <bundle.json, facts or pvereport of a node, or - for pasted configs>, or --demo for the bundled cluster",
  );
}

/** `--cluster home` as what the policy file says of it. */
export async function withNamedCluster(
  options: SourceOptions & PolicyOptions,
  streams: Streams,
): Promise<SourceOptions> {
  if (options.cluster === undefined) return options;
  if (options.from !== undefined || options.demo === true)
    throw new Failure(
      "two-sources",
      "--cluster names its sources in the policy file; leave --from and --demo out",
    );
  const { clusters } = await readPolicyFiles(options, streams);
  return { ...options, ...sourceOf(theCluster(options.cluster, clusters), streams) };
}

/** The source as words of a command line, for hints; undefined: none is needed on a node, or standard input was read. */
export function sourceWords({ from, demo, cluster }: SourceOptions): string | undefined {
  if (demo === true) return "--demo";
  if (cluster?.length === 1) return `--cluster ${cluster[0]}`;
  const given = [from ?? []].flat();
  if (given.length === 0 || given.includes("-")) return undefined;
  return given.map((source) => `--from ${/^[\w./:@-]+$/.test(source) ? source : `'${source}'`}`).join(" ");
}
