import fc from "fast-check";
import { expect, it } from "vitest";
import { printable, printableIn } from "./printable.ts";

it.each([
  ["\x1b[31mred", "\\x1b[31mred"],
  ["two\nlines\ttab\x9b", "two\\x0alines\\x09tab\\x9b"],
  ["x\u202egnp.exe", "x\\u{202e}gnp.exe"],
  ["zero\u200bwidth\ufeff\u2066", "zero\\u{200b}width\\u{feff}\\u{2066}"],
  ["\u2028\u2029", "\\u{2028}\\u{2029}"],
  ["lone \ud800", "lone \\u{d800}"],
  ["東京 ▲ é", "東京 ▲ é"],
])("spells out %j", (text, shown) => {
  expect(printable(text)).toBe(shown);
});

it("leaves nothing but ASCII where it has to", () => {
  expect(printable("a › b … 東", true)).toBe("a > b ... \\u{6771}");
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => /^[\x20-\x7e]*$/.test(printable(text, true))),
  );
});

it("goes through values and keys, and leaves commands alone", () => {
  expect(printableIn({ "k\n": ["\x07", 1, null], argv: ["\x07"] }, false)).toEqual({
    "k\\x0a": ["\\x07", 1, null],
    argv: ["\x07"],
  });
});
