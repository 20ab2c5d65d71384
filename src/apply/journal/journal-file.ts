import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, writeSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { Failure } from "../../model/failure.ts";
import type { JournalRecord } from "../../model/journal.ts";

/** One run's journal while it is written. */
export interface JournalFile {
  readonly run: string;
  readonly path: string;
  /** Returns when the record is on the disk. Throws a Failure where it is not: then nothing may be done. */
  readonly write: (record: JournalRecord) => void;
  readonly close: () => void;
}

type Begin = Extract<JournalRecord, { readonly kind: "begin" }>;

/** A new file, readable by its owner only, whose first record is on the disk. Throws a Failure. */
export function openJournal(folder: string, begin: Omit<Begin, "run">): JournalFile {
  const name = `${begin.at.replace(/\.\d+/, "").replaceAll(":", "-")}-${plain(begin.cluster.name)}`;
  try {
    makeFolder(resolve(folder));
    const { run, path, file } = create(folder, name);
    const write = (record: JournalRecord): void => append(file, path, record);
    write({ ...begin, run });
    syncFolder(folder);
    return { run, path, write, close: () => closeSync(file) };
  } catch (error) {
    throw error instanceof Failure ? error : journalFailure(folder, error);
  }
}

/** Step by step: where a file system makes no folders, as /proc, node's own `recursive` never comes back (20.20). */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    // another run was faster
    if (!isThere(error)) throw error;
  }
}

const isThere = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "EEXIST";

/** Never a file that is there: two runs in one second get two names. */
function create(folder: string, name: string): { run: string; path: string; file: number } {
  for (let number = 1; number < 1000; number++) {
    const run = number === 1 ? name : `${name}-${number}`;
    const path = join(folder, `${run}.jsonl`);
    try {
      return { run, path, file: openSync(path, "ax", 0o600) };
    } catch (error) {
      if (!isThere(error)) throw error;
    }
  }
  throw new Error(`there are a thousand journals named ${name}`);
}

function append(file: number, path: string, record: JournalRecord): void {
  try {
    const line = Buffer.from(`${JSON.stringify(record)}\n`);
    for (let written = 0; written < line.length; ) written += writeSync(file, line, written);
    fsyncSync(file);
  } catch (error) {
    throw journalFailure(path, error);
  }
}

/** Without it the file may be on the disk, and its name not. */
function syncFolder(folder: string): void {
  const handle = openSync(folder, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function journalFailure(path: string, error: unknown): Failure {
  return new Failure(
    "no-journal",
    `cannot write the journal ${path}: ${error instanceof Error ? error.message : error}`,
    "nothing is changed without one; --journal <dir> names another place",
  );
}

const plain = (name: string): string => name.replace(/[^\w.-]/g, "_").slice(0, 60);
