import type { PolicyError } from "../model/policy-error.ts";

/** A file being read, and what was wrong with it so far. */
export interface Reading {
  readonly path: string;
  readonly text: string;
  /** Where each line begins. */
  readonly lineStarts: readonly number[];
  readonly errors: PolicyError[];
}

export function newReading(path: string, text: string): Reading {
  const lineStarts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) lineStarts.push(at + 1);
  return { path, text, lineStarts, errors: [] };
}

/** From and to which character. */
export interface Place {
  readonly from: number;
  readonly to: number;
}

/** After so many the rest is most likely the same mistake again. */
const mostErrors = 10;

export function report(reading: Reading, place: Place, message: string): undefined {
  if (reading.errors.length >= mostErrors) return undefined;
  const { path, text } = reading;
  const { line, from } = lineAt(reading, place.from);
  const end = text.indexOf("\n", from);
  const excerpt = withoutSecrets(text.slice(from, end < 0 ? text.length : end).replace(/\r$/, ""));
  const length = Math.max(1, Math.min(place.to, from + excerpt.length) - place.from);
  reading.errors.push({ path, line, column: place.from - from + 1, length, message, excerpt });
  return undefined;
}

/** A secret has no place in a policy file; where somebody put one, no message repeats it. Its length stays, for the caret. */
const withoutSecrets = (line: string): string => {
  const stars = (_: string, before: string, secret: string): string => before + "*".repeat(secret.length);
  return line
    .replace(/(\b\w*(?:token(?!file)|password|secret)\w*["']?\s*:\s*)("[^"]*"?|'[^']*'?|[^\s,}]+)/gi, stars)
    .replace(/([^\s@"']{1,64}@[\w.-]{1,64}![\w.-]{1,128}=)([^\s"',}]+)/g, stars)
    .replace(/(:\/\/[^/@:\s]*:)([^/@\s]*)(?=@)/g, stars);
};

/** `lanekeeper.yaml:12` */
export function sourceAt(reading: Reading, at: number): string {
  return `${reading.path}:${lineAt(reading, at).line}`;
}

/** The line of a character, counted from 1, and where it begins. */
function lineAt({ lineStarts }: Reading, at: number): { readonly line: number; readonly from: number } {
  let [low, high] = [0, lineStarts.length];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if ((lineStarts[middle] ?? 0) <= at) low = middle;
    else high = middle;
  }
  return { line: low + 1, from: lineStarts[low] ?? 0 };
}
