import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { editProperties, keyOf, propertyParts } from "./property-string.ts";

const grammar = { defaultKey: "file", aliases: new Map([["volume", "file"]]) };

describe("propertyParts", () => {
  it("splits at the first equals sign only", () => {
    expect(propertyParts("a=b=c,d")).toEqual([
      { text: "a=b=c", key: "a", value: "b=c" },
      { text: "d", key: undefined, value: "d" },
    ]);
  });

  it("loses nothing of any text", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(
          propertyParts(text)
            .map((part) => part.text)
            .join(","),
        ).toBe(text);
      }),
    );
  });
});

describe("editProperties", () => {
  it.each([
    ["a:b,ssd=0,discard=on", { ssd: "1" }, "a:b,ssd=1,discard=on"],
    ["a:b,ssd=0,discard=on", { ssd: null }, "a:b,discard=on"],
    ["a:b", { ssd: "1", aio: "native" }, "a:b,aio=native,ssd=1"],
    ["a:b,ssd=1,", { aio: "native" }, "a:b,ssd=1,aio=native,"],
    ["volume=a:b,x=1", { file: "c:d" }, "volume=c:d,x=1"],
    ["a:b,x=1", { volume: "c:d" }, "c:d,x=1"],
    ["x=1,x=2", { x: "3" }, "x=3"],
    ["", { x: "1" }, "x=1"],
  ])("%s with %o gives %s", (text, changes, expected) => {
    expect(editProperties(text, changes, grammar)).toBe(expected);
  });

  it("refuses a value that no property string can hold", () => {
    expect(() => editProperties("a:b", { serial: "1,2" })).toThrow("cannot hold");
    expect(() => editProperties("a:b", { serial: "" })).toThrow("cannot hold");
  });

  const key = fc.constantFrom("ssd", "aio", "volume", "file", "cache", "serial");
  const value = fc.stringMatching(/^[a-z0-9 %=:/-]{1,6}$/);
  const part = fc.oneof(
    fc.tuple(key, value).map(([name, is]) => `${name}=${is}`),
    fc.stringMatching(/^[a-z0-9:/ -]{0,6}$/),
  );

  it("touches only the keys that are named", () => {
    fc.assert(
      fc.property(fc.array(part), fc.dictionary(key, fc.option(value)), (parts, changes) => {
        const before = parts.join(",");
        const named = new Set(Object.keys(changes).map((name) => grammar.aliases.get(name) ?? name));
        // Joined, because one blank part alone is the empty string, which has no parts.
        const rest = (text: string): string =>
          propertyParts(text)
            .filter((one) => !named.has(keyOf(one, grammar) ?? ""))
            .map((one) => one.text)
            .join(",");
        expect(rest(editProperties(before, changes, grammar))).toBe(rest(before));
      }),
    );
  });

  it("sets each named key once, or removes it", () => {
    fc.assert(
      fc.property(fc.array(part), key, fc.option(value), (parts, name, to) => {
        const edited = propertyParts(editProperties(parts.join(","), { [name]: to }, grammar));
        const found = edited.filter((one) => keyOf(one, grammar) === (grammar.aliases.get(name) ?? name));
        expect(found.map((one) => one.value)).toEqual(to === null ? [] : [to]);
      }),
    );
  });
});
