import fc from "fast-check";
import { expect, it } from "vitest";
import { parseBoolean } from "./boolean.ts";
import { formatSize, parseSize } from "./size.ts";

it.each([
  ["32G", 32 * 1024 ** 3],
  ["104858K", 104858 * 1024],
  ["1.5M", 1.5 * 1024 ** 2],
  ["512", 512],
  ["4MiB", 4 * 1024 ** 2],
  ["0.3K", 307],
])("%s is %d bytes", (text, bytes) => {
  expect(parseSize(text)).toBe(bytes);
});

it.each(["", "G", "32g", "32 G", "-1", "1e3", "32GB"])("refuses '%s'", (text) => {
  expect(parseSize(text)).toBeUndefined();
});

it("prints the largest unit that divides", () => {
  expect([0, 512, 1536, 2 ** 20, 540672, 2 ** 40 * 2048].map(formatSize)).toEqual([
    "0T",
    "512",
    "1536",
    "1M",
    "528K",
    "2048T",
  ]);
});

it("reads back what it prints", () => {
  fc.assert(
    fc.property(fc.maxSafeNat(), (bytes) => {
      expect(parseSize(formatSize(bytes))).toBe(bytes);
    }),
  );
});

it("knows the boolean words in any case, and no others", () => {
  expect(["1", "ON", "Yes", "true"].map(parseBoolean)).toEqual(["1", "1", "1", "1"]);
  expect(["0", "off", "No", "FALSE"].map(parseBoolean)).toEqual(["0", "0", "0", "0"]);
  expect(["", "2", "enabled", " 1"].map(parseBoolean)).toEqual([undefined, undefined, undefined, undefined]);
});
