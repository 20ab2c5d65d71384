import { Failure } from "../model/failure.ts";

/** What one run of the facts script printed: records of one node. */
export interface FactsRun {
  readonly node: string;
  /** UTC, ISO 8601, by the node's clock; undefined: it had none. */
  readonly takenAt: string | undefined;
  readonly records: readonly FactsRecord[];
  /** False: the end is missing, so the last record may be half of one. */
  readonly complete: boolean;
}

export interface FactsRecord {
  /** `zpool-status.txt`, `etc/pve/storage.cfg` */
  readonly file: string;
  readonly exit: number;
  readonly command: string;
  readonly body: Uint8Array;
}

/** A login may print something before the script does. */
const headWithin = 64 * 1024;
/** 100,000 guests and the outputs of many nodes. */
const mostRecords = 300_000;
const bytewise = new TextDecoder("latin1"); // a character per byte, so that places in the text are places in the bytes
const decoder = new TextDecoder();
const head = /^lanekeeper-facts\/(\d{1,6}) (?:([0-9a-f-]{16,64}) ([\w.-]{1,64}) (\S*))?\r?$/m;

export function isFacts(bytes: Uint8Array): boolean {
  return headAt(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), 0) !== undefined;
}

/** The runs of a facts file: one, or several that were put one after the other. */
export function readFactsRecords(bytes: Uint8Array, name: string): readonly FactsRun[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const runs: FactsRun[] = [];
  let count = 0;
  for (let at = headAt(buffer, 0); at !== undefined; at = headAt(buffer, at.end)) {
    const { version, mark, node, takenAt } = at;
    if (version !== "1" || mark === "")
      throw new Failure(
        "newer-facts",
        `${name} holds facts of version ${version}; this lanekeeper reads version 1`,
        "update lanekeeper",
      );
    const { records, end, complete } = recordsOf(buffer, at.end, mark, mostRecords - count);
    count += records.length;
    if (count >= mostRecords)
      throw new Failure(
        "too-large",
        `${name} holds more than ${mostRecords} records`,
        "collect it again: lanekeeper collect --script",
      );
    runs.push({ node, takenAt, records, complete });
    at.end = end;
  }
  return runs;
}

interface Head {
  readonly version: string;
  readonly mark: string;
  readonly node: string;
  readonly takenAt: string | undefined;
  end: number;
}

function headAt(buffer: Buffer, from: number): Head | undefined {
  const text = bytewise.decode(buffer.subarray(from, from + headWithin));
  const match = head.exec(text);
  if (match === null) return undefined;
  const [line, version = "", mark = "", node = "", time = ""] = match;
  const takenAt = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(time) ? time : undefined;
  return { version, mark, node, takenAt, end: from + match.index + line.length };
}

/** Records start at the mark of this run, which nothing else can know; before it stands the newline the script added. */
function recordsOf(
  buffer: Buffer,
  from: number,
  mark: string,
  most: number,
): { records: readonly FactsRecord[]; end: number; complete: boolean } {
  const start = Buffer.from(`\n=${mark}= `);
  const records: FactsRecord[] = [];
  let at = buffer.indexOf(start, from);
  while (at >= 0 && records.length < most) {
    const lineEnd = endOfLine(buffer, at + 1);
    const line = decoder.decode(buffer.subarray(at + start.length, lineEnd)).replace(/\r$/, "");
    if (/^\S+ end$/.test(line)) return { records, end: lineEnd, complete: true };
    const next = buffer.indexOf(start, lineEnd);
    const body = buffer.subarray(lineEnd + 1, next < 0 ? buffer.length : Math.max(lineEnd + 1, next));
    const [, exit, file, command] = /^\S+ (\d{1,3}) (.{1,1000}?) \| (.*)$/.exec(line) ?? [];
    if (file !== undefined && command !== undefined)
      records.push({ file, exit: Number(exit), command, body });
    at = next;
  }
  return { records, end: buffer.length, complete: false };
}

function endOfLine(buffer: Buffer, from: number): number {
  const at = buffer.indexOf(10, from);
  return at < 0 ? buffer.length : at;
}
