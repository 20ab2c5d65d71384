import type { PolicyError } from "../../model/policy-error.ts";
import { printable } from "../printable.ts";
import { padStart, width } from "./lines.ts";
import type { Style } from "./style.ts";

/** Characters that stay of a long line, around the place that is meant. */
const shownBefore = 30;
const shownAfter = 40;

/** Each error with its line and a caret under what is meant, as a compiler would say it. */
export function policyErrors(errors: readonly PolicyError[], style: Pick<Style, "ascii">): string {
  return errors.map((error) => `${errorLines(error, style.ascii).join("\n")}\n`).join("");
}

function errorLines({ path, line, column, length, message, excerpt }: PolicyError, ascii: boolean): string[] {
  const shown = (text: string): string => printable(text.replaceAll("\t", " "), ascii);
  const at = column - 1;
  const from = Math.max(0, at - shownBefore);
  const before = shown(excerpt.slice(from, at));
  const meant = shown(excerpt.slice(at, Math.min(at + length, at + shownAfter)));
  const after = shown(excerpt.slice(at + length, at + shownAfter));
  const bar = ascii ? "|" : "│";
  const number = padStart(String(line), 5);
  return [
    `${printable(path, ascii)}:${line}:${column}: ${shown(message)}`,
    `${number} ${bar} ${before}${meant}${after}`,
    `${" ".repeat(number.length)} ${bar} ${" ".repeat(width(before))}${"^".repeat(Math.max(1, width(meant)))}`,
  ];
}
