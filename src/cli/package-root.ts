import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of the package, from the source tree and from the one-file bundle alike. */
export function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!isRoot(folder)) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error("the package's own files are not beside the program");
    folder = parent;
  }
  return folder;
}

function isRoot(folder: string): boolean {
  const path = join(folder, "package.json");
  return existsSync(path) && readFileSync(path, "utf8").includes('"name": "lanekeeper"');
}
