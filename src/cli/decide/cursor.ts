import type { Key } from "./keyboard.ts";
import type { Question } from "./questions.ts";

/** Where one is among the answers, and which are marked. */
export interface Cursor {
  readonly at: number;
  readonly marked: ReadonlySet<string>;
}

/** On what was answered before. */
export function startOf({ answers }: Question, before: readonly string[]): Cursor {
  const at = answers.findIndex(({ value }) => value === before[0]);
  return { at: Math.max(0, at), marked: new Set(before) };
}

export function valuesOf({ answers, takes }: Question, { at, marked }: Cursor): readonly string[] {
  return answers
    .filter(({ value }, index) => (takes === "one" ? index === at : marked.has(value)))
    .map(({ value }) => value);
}

/** What does not fit is never reached: it is not among the answers. */
export function moved({ answers, takes }: Question, cursor: Cursor, key: Key): Cursor {
  const { at, marked } = cursor;
  const to = (next: number): Cursor =>
    answers.length === 0 ? cursor : { marked, at: next % answers.length };
  if (key.name === "down") return to(at + 1);
  if (key.name === "up") return to(at + answers.length - 1);
  if (key.name === "space" && takes === "any") return { at, marked: toggled(marked, answers[at]?.value) };
  if (key.name !== "letter") return cursor;
  const { letter } = key;
  if (letter >= "1" && letter <= "9")
    return Number(letter) > answers.length ? cursor : to(Number(letter) - 1);
  // The next one that begins so, from the cursor on and round again.
  const steps = answers.findIndex(
    (_, step) => firstLetter(answers[(at + 1 + step) % answers.length]?.label) === letter,
  );
  return steps < 0 ? cursor : to(at + 1 + steps);
}

function toggled(marked: ReadonlySet<string>, value = ""): ReadonlySet<string> {
  const others = [...marked].filter((one) => one !== value);
  return new Set(others.length < marked.size ? others : [...marked, value]);
}

const firstLetter = (label = ""): string => (/[\p{L}\p{N}]/u.exec(label)?.[0] ?? "").toLowerCase();
