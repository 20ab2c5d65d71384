import { gunzipSync } from "node:zlib";
import type { ClusterSnapshot } from "../model/cluster.ts";
import { Failure } from "../model/failure.ts";
import { parseJson } from "./parse-json.ts";
import { decode, systemReason } from "./read-text.ts";

/** Unpacked; what V8 can hold as one string, and more than 100,000 guests need. */
export const bundleLimit = 500 * 1024 * 1024;
/** A bundle packs to a tenth or a fortieth; what unpacks to far more was not made by collecting. */
const unsuspicious = 64 * 1024 * 1024;
const suspiciousRatio = 200;

const whatToGive =
  "give a folder, a Lanekeeper bundle (lanekeeper collect -o) or facts (lanekeeper collect --script)";
const collectAgain = "collect it again: lanekeeper collect -o";

/** A Lanekeeper bundle: JSON, or JSON packed with gzip. */
export async function readBundle(bytes: Uint8Array, name: string): Promise<ClusterSnapshot> {
  if (bytes.length === 0) throw new Failure("empty", `${name} is empty`, whatToGive);
  const json = jsonOf(unpacked(bytes, name), name);
  checkVersion(json, name);
  const { checkSnapshot } = await import("./snapshot-schema.ts");
  const snapshot = checkSnapshot(json);
  if (typeof snapshot === "string")
    throw new Failure("bad-bundle", `${name} is not a whole bundle: ${snapshot}`, collectAgain);
  if (snapshot.guests.length === 0)
    throw new Failure("no-guests", `${name} holds no guest config`, collectAgain);
  return snapshot;
}

/** What gzip packed, or the bytes as they are. */
export const unpacked = (bytes: Uint8Array, name: string): Uint8Array =>
  isGzip(bytes) ? unpack(bytes, name) : bytes;

const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

function unpack(bytes: Uint8Array, name: string): Uint8Array {
  const limit = Math.min(bundleLimit, Math.max(unsuspicious, bytes.length * suspiciousRatio));
  try {
    return gunzipSync(bytes, { maxOutputLength: limit });
  } catch (error) {
    const reason = systemReason(error);
    const why =
      reason === "ERR_BUFFER_TOO_LARGE" ? `it would unpack to more than ${limit} bytes` : gzipReason(reason);
    throw new Failure("bad-gzip", `${name} cannot be unpacked: ${why}`, collectAgain);
  }
}

const gzipReason = (code: string): string =>
  code === "Z_BUF_ERROR" ? "it is cut off" : `it is not whole gzip (${code})`;

function jsonOf(bytes: Uint8Array, name: string): unknown {
  const reading = decode(bytes);
  if (!reading.ok) throw new Failure("not-a-bundle", `${name} ${reading.reason}`, whatToGive);
  try {
    return parseJson(reading.text);
  } catch (error) {
    throw new Failure(
      "not-a-bundle",
      `${name} ${error instanceof Error ? error.message : error}`,
      whatToGive,
    );
  }
}

function checkVersion(json: unknown, name: string): void {
  const schema = typeof json === "object" && json !== null && "schema" in json ? json.schema : undefined;
  if (schema === "lanekeeper/snapshot/1") return;
  if (typeof schema !== "string")
    throw new Failure(
      "not-a-bundle",
      `${name} is JSON but no Lanekeeper bundle: it has no schema`,
      whatToGive,
    );
  const version = /^lanekeeper\/snapshot\/(\d{1,9})$/.exec(schema)?.[1];
  if (version !== undefined) {
    const what = `${name} is a bundle of version ${version}; this lanekeeper reads version 1`;
    throw new Failure("newer-bundle", what, "update lanekeeper");
  }
  const what = schema.startsWith("lanekeeper/audit/")
    ? "is a report of an audit"
    : `has the schema ${schema.slice(0, 80)}`;
  throw new Failure("not-a-bundle", `${name} is JSON but no Lanekeeper bundle: it ${what}`, whatToGive);
}
