import type { Style } from "../../index.ts";
import type { Streams } from "../streams.ts";
import type { Asker } from "./form.ts";
import { questionLines } from "./question-text.ts";
import type { Answer, Question } from "./questions.ts";

/** Asks by lines, for a terminal that cannot move its cursor: a number, a word or its beginning, or back. */
export function askByLines(ask: NonNullable<Streams["ask"]>, out: Streams["out"], style: Style): Asker {
  return async (question, _before, isFirst) => {
    const { takes, answers } = question;
    const lines = questionLines(question, (_, at) => ({ mark: `${at + 1}` }), style);
    const how = takes === "any" ? ["commas between, Enter for none"] : answers.length === 0 ? ["back"] : [];
    out(`${[...lines, ...how.map((text) => `  (${text})`)].join("\n")}\n`);
    for (;;) {
      const given = (await ask("> ")).trim().toLowerCase();
      if (given === "back" && !isFirst) return "back";
      const words = takes === "any" ? given.split(",").filter((word) => word.trim() !== "") : [given];
      const values = words.flatMap((word) => answerNamed(word.trim(), question)?.value ?? []);
      if (values.length === words.length) return values;
    }
  };
}

function answerNamed(word: string, { answers }: Question): Answer | undefined {
  const names = ({ value, label }: Answer): readonly string[] => [value, label.replace(/^\W+/, "")];
  return (
    answers[Number(word) - 1] ??
    answers.find((answer) => names(answer).includes(word)) ??
    answers.find((answer) => word !== "" && names(answer).some((name) => name.startsWith(word)))
  );
}
