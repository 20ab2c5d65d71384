import { join } from "node:path";
import { type ClusterSnapshot, collect, Failure } from "../index.ts";
import { type AccessOptions, apiAccess } from "./access.ts";
import { packageRoot } from "./package-root.ts";
import { progressLine } from "./progress.ts";
import type { Streams } from "./streams.ts";
import { tool } from "./version.ts";

export interface SourceOptions extends AccessOptions {
  readonly from?: readonly string[];
  readonly demo?: boolean;
}

/** The snapshot a command works on: `--from`, the bundled demo cluster, or the node it runs on. */
export async function readSource(options: SourceOptions, streams: Streams): Promise<ClusterSnapshot> {
  const { from, demo } = options;
  if (demo === true && from !== undefined)
    throw new Failure("two-sources", "--demo and --from are two sources; give one");
  const { stdin, machine } = streams;
  const source = demo === true ? join(packageRoot(), "fixtures", "three-node-homelab") : from;
  if (source === undefined && !machine.isNode()) throw noSource();
  const progress = progressLine(streams);
  try {
    return await collect(source ?? "node", {
      tool,
      now: streams.now(),
      stdin,
      machine,
      access: (address) => apiAccess(address, options, streams),
      mayAsk: streams.ask !== undefined,
      progress: progress.show,
    });
  } finally {
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

/** The source as words of a command line, for hints; undefined: none is needed on a node, or standard input was read. */
export function sourceWords({ from, demo }: SourceOptions): string | undefined {
  if (demo === true) return "--demo";
  const given = [from ?? []].flat();
  if (given.length === 0 || given.includes("-")) return undefined;
  return given.map((source) => `--from ${/^[\w./:@-]+$/.test(source) ? source : `'${source}'`}`).join(" ");
}
