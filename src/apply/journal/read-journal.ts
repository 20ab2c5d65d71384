import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { Failure } from "../../model/failure.ts";
import type { JournalRecord, Run } from "../../model/journal.ts";
import { boundedText } from "../bounded-text.ts";
import { writtenOptions } from "../written-options.ts";
import { recordIn } from "./record-schema.ts";

/** Throws a Failure: not there, or no journal. A last line without its end, as a power cut leaves it, is left out. */
export function readJournal(path: string): Run {
  return runOf(textOf(path), path);
}

function runOf(text: string, path: string): Run {
  const lines = text.split("\n");
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
    const run = runIn(join(folder, name));
    if (run === "damaged") damaged.push(name);
    else if (run !== "nothing yet") runs.push(run);
  }
  return { runs, damaged };
}

/** `nothing yet`: its very first record was cut off, and nothing had been announced. */
function runIn(path: string): Run | "damaged" | "nothing yet" {
  try {
    const text = textOf(path);
    return text.includes("\n") ? runOf(text, path) : "nothing yet";
  } catch (error) {
    if (error instanceof Failure) return "damaged";
    throw error;
  }
}

/** A run by its name, by the path of its file, or `last`; `toUndo`: the last that can be taken back. Throws a Failure. */
export function findJournal(
  folder: string,
  run: string,
  { toUndo }: { readonly toUndo: boolean } = { toUndo: false },
): Run {
  if (run === "last") return lastRun(folder, toUndo);
  if (run.includes("/") || run.endsWith(".jsonl")) return readJournal(run);
  const name = namesIn(folder).find((one) => one === `${run}.jsonl`);
  if (name !== undefined) return readJournal(join(folder, name));
  throw noSuchRun(folder, run);
}

/**
 * Whoever says `rollback last` once more, because the first was cut off, means the same run: a rollback is not it, and
 * neither is a run that found all done. A damaged one might be.
 */
function lastRun(folder: string, toUndo: boolean): Run {
  for (const name of [...namesIn(folder)].reverse()) {
    const path = join(folder, name);
    const run = runIn(path);
    if (run === "nothing yet") continue;
    if (run === "damaged") return readJournal(path);
    if (!toUndo || (run.begin.undoes === undefined && writtenOptions(run).length > 0)) return run;
  }
  throw noSuchRun(folder, "last");
}

const noSuchRun = (folder: string, run: string): Failure =>
  new Failure("no-such-run", `there is no run ${run} in ${folder}`, "`lanekeeper journal` lists them");

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
    return boundedText(path, 512 * 1024 * 1024);
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
