import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { globMatches } from "./glob.ts";

describe("a glob", () => {
  it.each([
    ["701", "701", true],
    ["701", "7011", false],
    ["70?", "701", true],
    ["70?", "70", false],
    ["web-*", "Web-01", true],
    ["*-01", "web-01", true],
    ["w*b*1", "web-01", true],
    ["w*b*2", "web-01", false],
    ["*", "", true],
    ["", "", true],
    ["", "x", false],
    ["a.b", "axb", false],
    ["701 scsi*", "701 scsi2", true],
  ])("%s on %s", (pattern, text, matches) => {
    expect(globMatches(pattern, text)).toBe(matches);
  });

  it("says what the regular expression of the same meaning says", () => {
    const letters = (from: string) => fc.string({ unit: fc.constantFrom(...from), maxLength: 12 });
    fc.assert(
      fc.property(letters("ab*?"), letters("ab"), (pattern, text) => {
        const expression = `^${pattern.replaceAll("*", ".*").replaceAll("?", ".")}$`;
        expect(globMatches(pattern, text)).toBe(new RegExp(expression).test(text));
      }),
    );
  });

  it("is quick where a regular expression would not be", () => {
    expect(globMatches(`${"*a".repeat(500)}b`, "a".repeat(20_000))).toBe(false);
  });
});
