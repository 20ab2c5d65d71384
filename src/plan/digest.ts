import { sha256 } from "@noble/hashes/sha2";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils";
import type { ClusterSnapshot, GuestSnapshot } from "../model/cluster.ts";
import { configDigest } from "../model/config-digest.ts";

/** Proxmox VE's digest; undefined where the text at hand is not the file byte for byte, and nobody said the digest. */
export function digestOf(
  guest: GuestSnapshot,
  snapshot: Pick<ClusterSnapshot, "sources">,
): string | undefined {
  return guest.digest !== undefined || isExact(guest, snapshot) ? configDigest(guest) : undefined;
}

/** pvereport prints lines, people paste what they see; redaction and the facts script take secrets out. */
function isExact({ config, path }: GuestSnapshot, { sources }: Pick<ClusterSnapshot, "sources">): boolean {
  const isText = sources.every(({ kind }) => kind === "pasted" || kind === "pvereport");
  if (sources.some(({ name }) => name === "redacted") || (isText && sources.length > 0)) return false;
  // U+FFFD stands for bytes that were no UTF-8
  const isMasked = /^\s*cipassword\s*:\s*\*{10}/m.test(config) || config.includes("\ufffd");
  return !isMasked && !path.startsWith("pasted/");
}

/** Hex SHA-256 of all that was read, whenever it was: the same content has the same one. */
export function snapshotSha256({ takenAt: _, tool: __, ...read }: ClusterSnapshot): string {
  return bytesToHex(sha256(utf8ToBytes(JSON.stringify(read))));
}
