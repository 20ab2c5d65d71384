import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach } from "vitest";

export interface TemporaryFolder {
  /** The path of something in it. */
  readonly at: (path: string) => string;
  /** Writes a file, its folders too, and gives its path. */
  readonly put: (path: string, content?: string | Uint8Array) => string;
}

/** A folder of its own for every test of a file, removed afterwards. */
export function useTemporaryFolder(): TemporaryFolder {
  let root = "";
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "lanekeeper-"));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));
  const at = (path: string): string => join(root, path);
  const put: TemporaryFolder["put"] = (path, content = "") => {
    mkdirSync(dirname(at(path)), { recursive: true });
    writeFileSync(at(path), content);
    return at(path);
  };
  return { at, put };
}
