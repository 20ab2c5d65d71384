/**
 * A report or a plan as JSON, piece by piece: a cluster of thousands of guests never becomes one string. Each guest, finding and
 * open judgement has a line of its own, which is small, and good for grep and diff. What a terminal would obey or hide is
 * escaped, so that printing the JSON is as safe as parsing it.
 */
export function* jsonChunks(report: object): Generator<string> {
  let before = "{\n";
  for (const [key, value] of Object.entries<unknown>({ ...report })) {
    if (value === undefined) continue;
    yield `${before}  ${safeJson(key)}: `;
    yield* Array.isArray(value) ? arrayChunks(value) : [safeJson(value)];
    before = ",\n";
  }
  yield "\n}\n";
}

function* arrayChunks(items: readonly unknown[]): Generator<string> {
  if (items.length === 0) {
    yield "[]";
    return;
  }
  let before = "[\n    ";
  for (const item of items) {
    yield before + safeJson(item);
    before = ",\n    ";
  }
  yield "\n  ]";
}

/** JSON in which controls, bidi controls and other invisible characters are `\uXXXX`. */
function safeJson(value: unknown): string {
  return JSON.stringify(value).replace(unsafe, (character) =>
    Array.from({ length: character.length }, (_, at) => escaped(character.charCodeAt(at))).join(""),
  );
}

/** JSON.stringify escapes U+0000-U+001F and lone surrogates itself. */
const unsafe = /[\x7f-\x9f\p{Cf}\p{Zl}\p{Zp}]/gu;

function escaped(codeUnit: number): string {
  return `\\u${codeUnit.toString(16).padStart(4, "0")}`;
}
