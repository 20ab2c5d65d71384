import { renameSync, rmSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { Failure } from "../index.ts";
import { onInterrupt } from "./interrupt.ts";

/** Writes a file whole or not at all; readable by its owner only, because configs are confidential. */
export async function writeWhole(path: string, text: string): Promise<void> {
  const part = `${path}.part`;
  const finish = onInterrupt(() => rmSync(part, { force: true }));
  try {
    writeFileSync(part, path.endsWith(".gz") ? gzipSync(text) : text, { mode: 0o600 });
    renameSync(part, path);
  } catch (error) {
    rmSync(part, { force: true });
    throw new Failure(
      "cannot-write",
      `cannot write ${path}: ${error instanceof Error ? error.message : error}`,
    );
  } finally {
    finish();
  }
}
