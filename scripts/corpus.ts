import { readdirSync, readFileSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { type FileKind, kindOf, type Reading, readAs } from "./corpus-kinds.ts";

export interface CorpusRow extends Reading {
  /** Relative to the corpus. */
  readonly path: string;
  readonly kind: FileKind;
}

const folders = ["vm", "storage", "cluster"] as const;

/** Reads every file below vm/, storage/ and cluster/ through its parser; nothing is left out. */
export function readCorpus(folder: string): readonly CorpusRow[] {
  return folders.flatMap((name) => filesBelow(join(folder, name))).map((path) => readFile(folder, path));
}

function filesBelow(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries.flatMap((entry) => (entry.isDirectory() ? [] : join(entry.parentPath, entry.name))).sort();
}

function readFile(folder: string, file: string): CorpusRow {
  const path = relative(folder, file);
  let kind: FileKind = "not a config";
  try {
    const text = readFileSync(file, "utf8");
    kind = kindOf(path, text);
    return { path, kind, ...readAs(kind, basename(path), text) };
  } catch (error) {
    return { path, kind, outcome: "failed", detail: `crash: ${String(error)}` };
  }
}

/** How many files of each kind were read, skipped or failed; then every file that was not read, with its reason. */
export function printCorpus(rows: readonly CorpusRow[]): string {
  const kinds = [...new Set(rows.map((row) => row.kind))].sort();
  const count = (kind: FileKind, outcome: Reading["outcome"]): string =>
    String(rows.filter((row) => row.kind === kind && row.outcome === outcome).length).padStart(7);
  const head = `${"kind".padEnd(20)}${["read", "not", "failed"].map((word) => word.padStart(7)).join("")}`;
  const table = kinds.map(
    (kind) => kind.padEnd(20) + count(kind, "read") + count(kind, "not read") + count(kind, "failed"),
  );
  const rest = rows.filter((row) => row.outcome !== "read").map((row) => `${row.path}: ${row.detail}`);
  const warned = rows
    .filter((row) => row.outcome === "read" && row.detail !== "")
    .map((row) => `${row.path}: ${row.detail}`);
  return [
    head,
    ...table,
    "",
    "Not read:",
    ...rest,
    "",
    "Read with warnings:",
    ...warned,
    "",
    `${rows.length} files`,
  ].join("\n");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = process.argv[2];
  if (folder === undefined) {
    console.error("usage: corpus.ts <folder of data/corpus>");
    process.exitCode = 2;
  } else {
    const rows = readCorpus(folder);
    console.log(printCorpus(rows));
    if (rows.length === 0 || rows.some((row) => row.outcome === "failed")) process.exitCode = 1;
  }
}
