import { gunzipSync } from "node:zlib";
import type { ClusterSnapshot } from "../model/cluster.ts";
import { Failure } from "../model/failure.ts";
import { decode } from "./read-text.ts";

/** Unpacked; what V8 can hold as one string, and more than 100,000 guests need. */
const bundleLimit = 500 * 1024 * 1024;

/** A Lanekeeper bundle: JSON, or JSON packed with gzip. */
export async function readBundle(bytes: Uint8Array, name: string): Promise<ClusterSnapshot> {
  if (bytes.length === 0) throw new Failure("empty", `${name} is empty`);
  const reading = decode(isGzip(bytes) ? unpack(bytes, name) : bytes);
  if (!reading.ok) throw new Failure("not-a-bundle", `${name} ${reading.reason}`, "give a Lanekeeper bundle or a folder");
  const json = parseJson(reading.text, name);
  checkVersion(json, name);
  const { checkSnapshot } = await import("./snapshot-schema.ts");
  const snapshot = checkSnapshot(json);
  if (typeof snapshot === "string") throw new Failure("bad-bundle", `${name} is not a whole bundle: ${snapshot}`);
  if (snapshot.guests.length === 0) throw new Failure("no-guests", `${name} holds no guest config`);
  return snapshot;
}

const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

function unpack(bytes: Uint8Array, name: string): Uint8Array {
  try {
    return gunzipSync(bytes, { maxOutputLength: bundleLimit });
  } catch (error) {
    throw new Failure("bad-gzip", `${name} cannot be unpacked: ${error instanceof Error ? error.message : error}`);
  }
}

function parseJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const looksCut = text.trimStart().startsWith("{") && !text.trimEnd().endsWith("}");
    const what = looksCut ? "is cut off" : "is not JSON";
    throw new Failure("not-a-bundle", `${name} ${what}`, "give a Lanekeeper bundle (lanekeeper collect -o) or a folder");
  }
}

function checkVersion(json: unknown, name: string): void {
  const schema = typeof json === "object" && json !== null && "schema" in json ? String(json.schema) : undefined;
  if (schema === "lanekeeper/snapshot/1") return;
  const version = /^lanekeeper\/snapshot\/(\d+)$/.exec(schema ?? "")?.[1];
  if (version !== undefined) {
    throw new Failure("newer-bundle", `${name} is a bundle of version ${version}; this lanekeeper reads version 1`, "update lanekeeper");
  }
  const what = schema === undefined ? "has no schema" : `has the schema ${schema.slice(0, 80)}`;
  throw new Failure("not-a-bundle", `${name} is JSON but no Lanekeeper bundle: it ${what}`);
}
