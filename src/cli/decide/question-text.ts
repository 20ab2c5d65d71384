import { printable, type Style, textTable } from "../../index.ts";
import type { Answer, Question } from "./questions.ts";

/** What stands before an answer: a cursor or a number, and a box where several may be taken. */
export type MarkOf = (answer: Answer, at: number) => { readonly mark: string; readonly box?: string };

/** The lines of a question: its answers, and under them what does not fit, each with its reason. */
export function questionLines(question: Question, markOf: MarkOf, style: Style): readonly string[] {
  const { title, answers, unfit } = question;
  const choices = answers.map((answer, at) => ({ box: undefined, ...markOf(answer, at), ...answer }));
  const inRow = [title, ...choices.map(({ mark, label }) => `${mark} ${label}`)].join("   ");
  const bare = unfit.length === 0 && answers.every(({ more }) => more === "");
  if (bare && inRow.length <= style.columns) return [inRow];
  const rows = [...choices, ...unfit.map((answer) => ({ mark: "-", box: undefined, ...answer }))].map(
    ({ mark, box, label, more }) =>
      [mark, [box ?? [], label].flat().join(" "), more].map((text) => printable(text, style.ascii)),
  );
  const [first = [], ...others] = rows;
  const lines = textTable(first, others, style.columns).trimEnd().split("\n");
  const firstUnfit = unfit.length === 0 ? lines.length : lines.findIndex((line) => line.startsWith("- "));
  return [
    title,
    ...(answers.length === 0 ? [] : lines.slice(0, firstUnfit)),
    ...(unfit.length === 0 ? [] : ["   - these do not fit -", ...lines.slice(firstUnfit)]),
  ];
}
