import { readFileSync, realpathSync, statSync } from "node:fs";
import { join, sep } from "node:path";

export type TextReading =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly reason: string };

/** The cluster file system holds no larger file (pmxcfs, pve-cluster 9: 1 MiB). */
export const clusterFileLimit = 1024 * 1024;

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** A whole text file, or why it is none: too large, binary, a device, a loop of links, not allowed. */
export function readText(path: string, limit: number): TextReading {
  try {
    const stat = statSync(path);
    if (!stat.isFile())
      return { ok: false, reason: stat.isDirectory() ? "is a folder" : "is not a regular file" };
    if (stat.size > limit) return { ok: false, reason: `${stat.size} bytes; at most ${limit} are read` };
    return decode(readFileSync(path));
  } catch (error) {
    return { ok: false, reason: systemReason(error) };
  }
}

/** As readText, for a file of a source: a link that leads out of it would put strange text into a bundle. */
export function readTextWithin(root: string, path: string, limit: number): TextReading {
  const reading = readText(join(root, path), limit);
  if (!reading.ok) return reading;
  const inside = `${realpathSync.native(root)}${sep}`;
  return realpathSync.native(join(root, path)).startsWith(inside)
    ? reading
    : { ok: false, reason: "is a link that leads out of the source" };
}

export function decode(bytes: Uint8Array): TextReading {
  if (bytes.includes(0)) return { ok: false, reason: "is binary, not text" };
  try {
    return { ok: true, text: decoder.decode(bytes) };
  } catch {
    return { ok: false, reason: "is not UTF-8 text" };
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "is not there",
  EACCES: "permission denied",
  EPERM: "permission denied",
  ELOOP: "is a loop of symbolic links",
  ENOTDIR: "is below a file, not a folder",
  EISDIR: "is a folder",
  ERR_FS_FILE_TOO_LARGE: "is too large",
  ENAMETOOLONG: "has too long a name",
};

/** What the system said, in words. */
export function systemReason(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return reasons[code] ?? (code === "" ? String(error) : code);
}
