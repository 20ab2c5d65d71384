import { sha1 } from "@noble/hashes/legacy";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils";
import type { GuestSnapshot } from "./cluster.ts";

/**
 * Proxmox VE's digest of a guest's config, the SHA-1 of its file (pve-guest-common AbstractConfig.pm): as the API said it,
 * else of the text at hand. undefined: what was said is no digest.
 */
export function configDigest({
  config,
  digest,
}: Pick<GuestSnapshot, "config" | "digest">): string | undefined {
  if (digest === undefined) return bytesToHex(sha1(utf8ToBytes(config)));
  return /^[0-9a-f]{40}$/.test(digest) ? digest : undefined;
}
