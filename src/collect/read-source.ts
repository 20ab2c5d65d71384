import { readFileSync, statSync } from "node:fs";
import type { ClusterSnapshot } from "../model/cluster.ts";
import { Failure } from "../model/failure.ts";
import { bundleLimit, readBundle, unpacked } from "./bundle.ts";
import { type CollectContext, factsRuns, head, whatToGive } from "./collect-context.ts";
import { readDirectory, type SnapshotParts } from "./directory.ts";
import { isFacts } from "./facts-records.ts";
import { vmidOf } from "./guest-files.ts";
import { readPasted } from "./pasted/read-pasted.ts";
import { readReport } from "./pvereport/read-report.ts";
import { isPvereport, readReports } from "./pvereport/sections.ts";
import { decode, systemReason } from "./read-text.ts";

/** Files, folders and standard input, each recognised by what it is and holds. Throws a Failure when it is none. */
export async function readSource(from: string, context: CollectContext): Promise<readonly ClusterSnapshot[]> {
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
  if (isFacts(content)) return factsRuns(content, "facts", name, context);
  const text = decode(content);
  // what starts like JSON, or is no text, is a bundle or nothing: its reader says what is wrong with it
  if (!text.ok || /^\s*(?:\{|\[\s*["[\]{\d]|$)/.test(text.text)) return [await readBundle(content, shown)];
  if (isPvereport(text.text)) return reportsOf(text.text, name, context);
  const pasted = readPasted(text.text, vmidOf(name));
  if (pasted === undefined) throw nothingKnown(shown);
  return [{ ...head(context, { kind: "pasted", name }), ...pasted }];
}

function reportsOf(text: string, name: string, context: CollectContext): readonly ClusterSnapshot[] {
  return readReports(text).map((report) => {
    const { takenAt, ...parts }: SnapshotParts & { readonly takenAt: string | undefined } =
      readReport(report);
    return { ...head(context, { kind: "pvereport", name }, takenAt), ...parts };
  });
}

const nothingKnown = (shown: string): Failure =>
  new Failure(
    "not-a-source",
    `${shown} is nothing this reads: no bundle, no facts, no pvereport, no guest config and no storage.cfg was found in it`,
    whatToGive,
  );

function statOf(path: string): ReturnType<typeof statSync> & object {
  const [, scheme] = /^([a-z][a-z0-9+.-]*):\/\//i.exec(path) ?? [];
  if (scheme !== undefined)
    throw new Failure("bad-address", `${scheme}:// is not a way to read a cluster`, whatToGive);
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
