import { readFileSync, statSync } from "node:fs";
import type { ClusterSnapshot } from "../model/cluster.ts";
import { Failure } from "../model/failure.ts";
import { bundleLimit, readBundle } from "./bundle.ts";
import { readDirectory } from "./directory.ts";
import { systemReason } from "./read-text.ts";

/** What collecting needs from the world besides the source itself. */
export interface CollectContext {
  readonly tool: ClusterSnapshot["tool"];
  /** UTC, ISO 8601. */
  readonly now: string;
  /** Standard input, for the source `-`. */
  readonly stdin: () => Promise<Uint8Array>;
}

/** Reads a source, recognised by what it is and holds: `-`, a bundle, or a folder. Throws a Failure when it is none. */
export async function collect(from: string, context: CollectContext): Promise<ClusterSnapshot> {
  if (from === "-") return readBundle(await context.stdin(), "standard input");
  const stat = statOf(from);
  if (stat.isDirectory()) {
    return {
      schema: "lanekeeper/snapshot/1",
      takenAt: context.now,
      tool: context.tool,
      sources: [{ kind: "directory", name: from }],
      ...readDirectory(from),
    };
  }
  if (!stat.isFile())
    throw new Failure("unknown-source", `${from} is neither a file nor a folder`, whatToGive);
  if (stat.size > bundleLimit) {
    throw new Failure(
      "too-large",
      `${from} has ${stat.size} bytes; a bundle has at most ${bundleLimit}`,
      whatToGive,
    );
  }
  return readBundle(bytesOf(from), from);
}

const whatToGive = "give a folder or a bundle after --from";

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
