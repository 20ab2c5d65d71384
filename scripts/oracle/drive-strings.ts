import { z } from "zod";
import { isCdrom, printDrive, readDrive } from "../../src/model/syntax/drive-string.ts";
import { type Comparison, compareRows, differ, readRows } from "./comparison.ts";

/** A row of drive-strings.jsonl. */
export const driveString = z.object({
  id: z.string(),
  key: z.string(),
  value: z.string(),
  drive: z.record(z.string(), z.string()).nullable(),
  print: z.string().nullable(),
  cdrom: z.boolean().nullable(),
});

/** Reads every drive string of the recording: refused or not, what it says, how it is printed, whether a CD-ROM. */
export function check(folder: string): Comparison {
  const rows = readRows(folder, "drive-strings.jsonl", driveString);
  return compareRows("drive strings", rows, ({ id, key, value, ...expected }) =>
    differ(id, expected, read(key, value)),
  );
}

function read(key: string, value: string): unknown {
  const reading = readDrive(key, value);
  if (!reading.ok) return { drive: null, print: null, cdrom: null };
  const { drive } = reading;
  const size = drive.size === undefined ? {} : { size: String(drive.size) };
  return {
    drive: { ...drive.options, ...size, file: drive.file },
    print: printDrive(drive),
    cdrom: isCdrom(drive),
  };
}
