import { readFileSync, statSync } from "node:fs";

/** A file's text. Throws an Error: not there, not readable, too large, or a device, which would be read without an end. */
export function boundedText(path: string, largest: number): string {
  const stat = statSync(path);
  if (stat.isDirectory()) throw new Error("it is a folder");
  // a pipe is what <(…) gives
  if (!stat.isFile() && !stat.isFIFO()) throw new Error("it is no file");
  if (stat.size > largest) throw new Error(`${stat.size} bytes are too many`);
  return readFileSync(path, "utf8");
}
