import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { compareNaturally } from "../model/natural-order.ts";

export interface Folder {
  readonly files: readonly string[];
  readonly folders: readonly string[];
}

/** The entries of a folder, sorted; links are followed once. A folder that is not there or not readable is empty. */
export function list(path: string): Folder {
  const files: string[] = [];
  const folders: string[] = [];
  try {
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      const isFolder = entry.isDirectory() || (entry.isSymbolicLink() && leadsToFolder(join(path, entry.name)));
      (isFolder ? folders : files).push(entry.name);
    }
  } catch {
    // what a folder would have held is named by whoever needed it
  }
  return { files: files.sort(compareNaturally), folders: folders.sort(compareNaturally) };
}

function leadsToFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
