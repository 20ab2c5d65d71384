import fc from "fast-check";
import { expect, it } from "vitest";
import { isMap, isScalar, parseDocument, type Scalar } from "yaml";
import { placesIn } from "./scalar-places.ts";

function valueIn(text: string): Scalar.Parsed {
  const { contents } = parseDocument(text);
  const value = isMap(contents) ? contents.get("a", true) : undefined;
  if (!isScalar(value)) throw new Error("no scalar");
  return value as Scalar.Parsed; // it was parsed
}

/** What stands in the file where each word of the value is said to begin. */
function wordsAt(text: string): readonly string[] {
  const scalar = valueIn(text);
  const places = placesIn(scalar, text);
  expect(places).toHaveLength(scalar.source.length + 1);
  return [...scalar.source.matchAll(/[a-z]+/g)].map(({ index, 0: word }) =>
    text.slice(places[index], (places[index] ?? 0) + word.length),
  );
}

it.each([
  "a: one two three",
  "a: one\n  two\n  three",
  "a: 'one ''two'' three'",
  'a: "one \\"two\\" three"',
  'a: "one \\x41\\u0041 two \\\n   three"',
  "a: 'one\n\n  two\n  three'",
  "a: |\n  one\n    two\n\n  three\n",
  "a: |-\r\n  one\r\n  two\r\n\r\n  three\r\n",
  "a: >\n  one\n  two\n\n  three\n",
  "a: >-\n\n  one two\n     three\n",
  "  # head\na: |\n      one\n      two three",
])("%j", (text) => {
  expect(wordsAt(text)).toEqual(["one", "two", "three"]);
});

it("stays within the text, whatever is written", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 60 }), fc.constantFrom("|", ">", "'", '"', ""), (body, style) => {
      const text = `a: ${style}${style === "|" || style === ">" ? `\n  ${body.replaceAll("\n", "\n  ")}` : `${body}${style}`}`;
      const document = parseDocument(text);
      fc.pre(
        document.errors.length === 0 &&
          isMap(document.contents) &&
          isScalar(document.contents.get("a", true)),
      );
      const places = placesIn(valueIn(text), text);
      expect(Math.max(...places)).toBeLessThanOrEqual(text.length + 1);
    }),
  );
});
