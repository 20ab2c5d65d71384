import { argv, exit, stdout } from "node:process";
import type { Comparison } from "./oracle/comparison.ts";

/** Compares what we say with what Proxmox VE's own code did: `npm run oracle -- ../shared/data/oracle`. */
const folder = argv[2];
if (folder === undefined) {
  stdout.write("usage: npm run oracle -- <folder with guests.jsonl, drive-strings.jsonl, …>\n");
  exit(2);
}

const tables = ["drive-strings", "configs", "guests", "effective-matrix", "mobility"];
let disagreed = 0;
for (const table of tables) {
  const { check } = (await import(`./oracle/${table}.ts`)) as { check: (folder: string) => Comparison }; // by convention of the folder
  disagreed += report(check(folder));
}
exit(disagreed === 0 ? 0 : 1);

function report({ name, rows, agreed, differences }: Comparison): number {
  stdout.write(`${name}  ${agreed} of ${rows} rows agree\n`);
  for (const { id, expected, got, reason } of differences
    .filter(({ reason }) => reason === undefined)
    .slice(0, 10)) {
    stdout.write(
      `  ${id}\n    Proxmox VE ${JSON.stringify(expected)}\n    we         ${JSON.stringify(got)}${reason ?? ""}\n`,
    );
  }
  const explained = countEach(differences.flatMap(({ reason }) => (reason === undefined ? [] : [reason])));
  for (const [reason, count] of explained) stdout.write(`  ${count} × another question: ${reason}\n`);
  return rows - agreed;
}

function countEach(reasons: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return counts;
}
