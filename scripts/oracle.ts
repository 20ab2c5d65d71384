import { argv, exit, stdout } from "node:process";
import { comparisonText } from "./oracle/comparison-text.ts";
import { check as configs } from "./oracle/configs.ts";
import { check as driveStrings } from "./oracle/drive-strings.ts";
import { check as edits } from "./oracle/edits.ts";
import { check as effectiveMatrix } from "./oracle/effective-matrix.ts";
import { check as guests } from "./oracle/guests.ts";
import { check as mobility } from "./oracle/mobility.ts";

/** Compares what we say with what Proxmox VE's own code did: `npm run oracle -- ../shared/data/oracle`. */
const folder = argv[2];
if (folder === undefined) {
  stdout.write("usage: npm run oracle -- <folder with guests.jsonl, drive-strings.jsonl, …>\n");
  exit(2);
}

const comparisons = [driveStrings, edits, configs, guests, effectiveMatrix, mobility].map((check) =>
  check(folder),
);
for (const comparison of comparisons) stdout.write(comparisonText(comparison));
exit(comparisons.every(({ rows, agreed }) => rows > 0 && rows === agreed) ? 0 : 1);
