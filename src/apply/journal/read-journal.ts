import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { Failure } from "../../model/failure.ts";
import type { JournalRecord, Run } from "../../model/journal.ts";
import { recordIn } from "./record-schema.ts";

/** Throws a Failure: not there, or no journal. A last line without its end, as a power cut leaves it, is left out. */
export function readJournal(path: string): Run {
  const lines = textOf(path).split("\n");
  const torn = lines.pop() !== "";
  const records: JournalRecord[] = [];
  for (const [index, line] of lines.entries()) {
    const record = recordIn(parsed(line));
    if (record === undefined) throw damaged(path, index + 1);
    records.push(record);
  }
  const [begin, ...rest] = records;
  if (begin?.kind !== "begin") throw damaged(path, 1);
  return { begin, records: rest, torn };
}

/** The journals of a folder, newest last; what is none is left out, and a damaged one is named. */
export function readJournals(folder: string): {
  readonly runs: readonly Run[];
  readonly damaged: readonly string[];
} {
  const runs: Run[] = [];
  const damaged: string[] = [];
  for (const name of namesIn(folder)) {
    try {
      runs.push(readJournal(join(folder, name)));
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      // the very first record was cut off: nothing had been announced yet
      if (textOf(join(folder, name)).includes("\n")) damaged.push(name);
    }
  }
  return { runs, damaged };
}

/** A run by its name, by the path of its file, or `last`. Throws a Failure. */
export function findJournal(folder: string, run: string): Run {
  const names = namesIn(folder);
  const name =
    run === "last" ? names.at(-1) : names.find((one) => one === `${basename(run, ".jsonl")}.jsonl`);
  if (run.includes("/") || run.endsWith(".jsonl")) return readJournal(run);
  if (name !== undefined) return readJournal(join(folder, name));
  throw new Failure("no-such-run", `there is no run ${run} in ${folder}`, "`lanekeeper journal` lists them");
}

function namesIn(folder: string): readonly string[] {
  try {
    const runs = readdirSync(folder)
      .filter((name) => name.endsWith(".jsonl"))
      .map((name) => basename(name, ".jsonl"));
    // a name begins with the time; of one second, the number behind counts
    return runs.sort((a, b) => a.localeCompare(b, "en", { numeric: true })).map((run) => `${run}.jsonl`);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw new Failure(
      "no-journal",
      `cannot read ${folder}: ${error instanceof Error ? error.message : error}`,
    );
  }
}

function textOf(path: string): string {
  try {
    if (statSync(path).size > 512 * 1024 * 1024) throw new Error("it is too large");
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new Failure("no-journal", `cannot read ${path}: ${error instanceof Error ? error.message : error}`);
  }
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

const damaged = (path: string, line: number): Failure =>
  new Failure("damaged-journal", `${path} is no journal, or damaged in line ${line}`);
