import type { NodeSnapshot, UnreadableFile } from "../../model/cluster.ts";
import { decode } from "../read-text.ts";
import { composeNode } from "./compose.ts";
import { addTold, commandOf, failureOf } from "./node-facts.ts";
import { readOutput, type Told } from "./outputs.ts";

/** A command's output with its exit code, as the facts script records it. */
interface OutputRecord {
  readonly file: string;
  readonly exit: number;
  readonly command: string;
  readonly body: Uint8Array;
}

/** Their absence is an answer, or another output stands in for them: they are not named as lost. */
const optional = /^(?:zfs-get-direct|zpool-ashift|zdb|zfs_arc_max|list-unit-files|osinfo|replication)\b/;

/** The facts of a node from the records of its script, under the names their files would have. */
export function readNodeRecords(
  name: string,
  records: readonly OutputRecord[],
  unreadable: UnreadableFile[],
  takenAt?: string,
): NodeSnapshot {
  let told: Told = {};
  const lost = new Map<string, string>();
  const read = new Set<string>();
  for (const record of records) {
    const { file } = record;
    const [heard, reason] = hear(record, `facts/${name}/${file}`, takenAt);
    if (heard === undefined && reason === undefined) continue; // a later version asks more
    if (reason === undefined) read.add(file);
    else lost.set(file, reason);
    if (heard !== undefined) told = addTold(told, heard);
  }
  for (const [file, reason] of lost)
    if (!read.has(file) && !optional.test(file)) unreadable.push({ path: `facts/${name}/${file}`, reason });
  return composeNode(name, told);
}

/** What a record tells, and why it could not be read. */
function hear(
  record: OutputRecord,
  source: string,
  takenAt: string | undefined,
): readonly [Told | undefined, string | undefined] {
  const command = commandOf(record.file);
  const text = decode(record.body);
  if (!text.ok) return [failed(command, source, text.reason), text.reason];
  const none = record.exit === 0 && text.text === "" ? nothing(command, source) : undefined;
  if (none !== undefined) return [none, undefined];
  const known = isAnswer(record, text.text);
  const heard = known
    ? readOutput({ command, text: text.text, source, takenAt })
    : failed(command, source, `exit code ${record.exit}`);
  return [heard, heard === undefined ? undefined : failureOf(heard)];
}

/** `zfs get -H` and `zpool get -H` print nothing where there is nothing. */
function nothing(command: string, source: string): Told | undefined {
  if (command === "zfs-get") return { datasets: { value: [], source } };
  if (command === "zfs-get-direct") return { direct: { value: [], source } };
  return command === "zpool-get" ? { poolProperties: { value: new Map(), source } } : undefined;
}

/** Commands that complain and still answer (`lvs` of a volume group that lacks a disk) count; killed and missing ones do not. */
function isAnswer({ file, exit, command }: OutputRecord, text: string): boolean {
  if (exit === 0 || isNone(file, exit, command)) return true;
  return exit < 124 && text.trim() !== "" && file !== "cron.txt";
}

/** grep found nothing; a file is not there. */
function isNone(file: string, exit: number, command: string): boolean {
  return (
    exit === 1 && ((file === "cron.txt" && command.startsWith("grep ")) || command.startsWith("test -e "))
  );
}

/** The readings of a command with the reason it gave none. */
function failed(command: string, source: string, reason: string): Told | undefined {
  const heard = readOutput({ command, text: "", source });
  if (heard === undefined) return undefined;
  return Object.fromEntries(Object.keys(heard).map((key) => [key, { failed: reason, source }])) as Told; // every reading may fail
}
