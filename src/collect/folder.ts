import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { systemReason } from "./read-text.ts";

export interface Folder {
  readonly files: readonly string[];
  readonly folders: readonly string[];
  /** Why it could not be read; a folder that is not there is just empty. */
  readonly failed?: string;
}

/** The entries of a folder, sorted; links are followed once. A link that leads nowhere counts as a file. */
export function list(path: string): Folder {
  const files: string[] = [];
  const folders: string[] = [];
  try {
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      const isFolder =
        entry.isDirectory() || (entry.isSymbolicLink() && leadsToFolder(join(path, entry.name)));
      (isFolder ? folders : files).push(entry.name);
    }
  } catch (error) {
    const reason = systemReason(error);
    return reason === "is not there" ? { files, folders } : { files, folders, failed: reason };
  }
  return { files: files.sort(byNumber), folders: folders.sort(byNumber) };
}

const order = new Intl.Collator("en", { numeric: true });

/** By code where the collator sees no difference (control characters), so that the order never depends on the disk. */
export function byNumber(a: string, b: string): number {
  return order.compare(a, b) || (a < b ? -1 : 1);
}

function leadsToFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
