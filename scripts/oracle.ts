import { argv, exit, stdout } from "node:process";
import type { Comparison } from "./oracle/comparison.ts";
import { check as configs } from "./oracle/configs.ts";
import { check as driveStrings } from "./oracle/drive-strings.ts";
import { check as effectiveMatrix } from "./oracle/effective-matrix.ts";
import { check as guests } from "./oracle/guests.ts";
import { check as mobility } from "./oracle/mobility.ts";

/** Compares what we say with what Proxmox VE's own code did: `npm run oracle -- ../shared/data/oracle`. */
const folder = argv[2];
if (folder === undefined) {
  stdout.write("usage: npm run oracle -- <folder with guests.jsonl, drive-strings.jsonl, …>\n");
  exit(2);
}

const comparisons = [driveStrings, configs, guests, effectiveMatrix, mobility].map((check) => check(folder));
for (const comparison of comparisons) report(comparison);
exit(comparisons.every(({ rows, agreed }) => rows > 0 && rows === agreed) ? 0 : 1);

function report({ name, rows, agreed, differences }: Comparison): void {
  stdout.write(`${name}  ${agreed} of ${rows} rows agree\n`);
  for (const { id, expected, got } of differences.filter(({ reason }) => reason === undefined).slice(0, 10)) {
    stdout.write(
      `  ${id}\n    Proxmox VE ${JSON.stringify(expected)}\n    we         ${JSON.stringify(got)}\n`,
    );
  }
  const counts = new Map<string, number>();
  for (const { reason } of differences)
    if (reason !== undefined) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  for (const [reason, count] of counts) stdout.write(`  ${count} × another question: ${reason}\n`);
}
