import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { expect, it } from "vitest";
import { commandLines } from "./command-lines.ts";
import { width } from "./lines.ts";

/** What bash makes of the lines: each word of the command on a line of its own, separated by NUL. */
function wordsOf(lines: readonly string[]): readonly string[] {
  const script = lines.join("\n").replace(/^ *true/, "printf '%s\\0'");
  return execFileSync("bash", ["--norc", "-c", script], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
    env: { LC_ALL: "C.UTF-8", PATH: "/usr/bin:/bin" },
  })
    .split("\0")
    .slice(0, -1);
}

it("breaks where a shell joins again", () => {
  const argv = [
    "qm",
    "set",
    "302",
    "--scsi0",
    "san-lvm:vm-302-disk-1,cache=none,discard=on,iothread=1,ssd=1",
  ];
  expect(commandLines({ argv }, 4, { columns: 60, ascii: false })).toEqual([
    "    qm set 302 --scsi0 \\",
    "      san-lvm:vm-302-disk-1,cache=none,discard=on,\\",
    "iothread=1,ssd=1",
  ]);
});

it("says the same words to a shell, however narrow the terminal", () => {
  const word = fc.string({
    unit: fc.constantFrom("a", ",", " ", "'", "\\", "$", "\x1b", "\n", "\u202e", "東", '"'),
    minLength: 1,
    maxLength: 60,
  });
  fc.assert(
    fc.property(
      fc.array(word, { minLength: 1, maxLength: 3 }),
      fc.integer({ min: 40, max: 100 }),
      fc.boolean(),
      (words, columns, ascii) => {
        const lines = commandLines({ argv: ["true", ...words] }, 4, { columns, ascii });
        expect(wordsOf(lines)).toEqual(words);
        for (const line of lines) expect(width(line)).toBeLessThanOrEqual(columns);
      },
    ),
    { numRuns: 60 },
  );
});
