import { join } from "node:path";
import { type ClusterSnapshot, collect, Failure } from "../index.ts";
import { packageRoot } from "./package-root.ts";
import type { Streams } from "./streams.ts";
import { tool } from "./version.ts";

export interface SourceOptions {
  readonly from?: readonly string[];
  readonly demo?: boolean;
}

/** The snapshot a command works on: `--from`, or the bundled demo cluster. */
export async function readSource(options: SourceOptions, streams: Streams): Promise<ClusterSnapshot> {
  const { from, demo } = options;
  if (demo === true && from !== undefined)
    throw new Failure("two-sources", "--demo and --from are two sources; give one");
  const source = demo === true ? join(packageRoot(), "fixtures", "three-node-homelab") : from;
  if (source === undefined) throw noSource();
  return collect(source, { tool, now: streams.now(), stdin: streams.stdin });
}

function noSource(): Failure {
  return new Failure(
    "no-source",
    "nothing to read: this is not a Proxmox VE node, and no source was given",
    "--from <copy of /etc/pve>, --from <bundle.json, facts of a node, or ->, or --demo for the bundled cluster",
  );
}

/** The source as words of a command line, for hints; undefined: standard input cannot be read a second time. */
export function sourceWords({ from, demo }: SourceOptions): string | undefined {
  if (demo === true) return "--demo";
  const given = [from ?? []].flat();
  if (given.length === 0 || given.includes("-")) return undefined;
  return given.map((source) => `--from ${/^[\w./:@-]+$/.test(source) ? source : `'${source}'`}`).join(" ");
}
