import { Failure, type Style } from "../../index.ts";
import type { Streams } from "../streams.ts";
import { type Cursor, moved, startOf, valuesOf } from "./cursor.ts";
import type { Asker } from "./form.ts";
import type { Keyboard } from "./keyboard.ts";
import { questionLines } from "./question-text.ts";
import type { Question } from "./questions.ts";

/** Asks by keys: arrows, digits and first letters move, Enter takes, Esc goes one question back. */
export function askByKeys({ next }: Pick<Keyboard, "next">, out: Streams["out"], style: Style): Asker {
  /** Lines of the questions that were answered, for the way back. */
  const answered: number[] = [];
  return async (question, before, isFirst) => {
    let cursor = startOf(question, before);
    let drawn = draw(question, cursor, out, style);
    for (;;) {
      const key = await next();
      if (key.name === "end") throw new Failure("stopped", "stopped; nothing was written");
      if (key.name === "escape" && !isFirst) {
        erase(drawn + (answered.pop() ?? 0), out);
        return "back";
      }
      if (key.name === "enter" && question.answers.length > 0) {
        answered.push(drawn);
        return valuesOf(question, cursor);
      }
      cursor = moved(question, cursor, key);
      erase(drawn, out);
      drawn = draw(question, cursor, out, style);
    }
  };
}

/** Writes the question under what is there; returns how many lines it takes. */
function draw(question: Question, { at: cursor, marked }: Cursor, out: Streams["out"], style: Style): number {
  const box = (value: string): { readonly box?: string } =>
    question.takes === "one" ? {} : { box: marked.has(value) ? "[x]" : "[ ]" };
  const lines = questionLines(
    question,
    ({ value }, at) => ({ mark: at === cursor ? ">" : " ", ...box(value) }),
    style,
  );
  const shown = inSight(lines, style.rows ?? Number.POSITIVE_INFINITY);
  out(`${[...shown, ""].join("\n")}\n`);
  return shown.length + 1;
}

/** Only what is on the screen can be erased again: of a longer list the part around the cursor. */
function inSight(lines: readonly string[], rows: number): readonly string[] {
  const room = Math.max(4, rows - 3);
  const [title = "", ...others] = lines;
  if (lines.length <= room) return lines;
  const at = others.findIndex((line) => line.startsWith(">"));
  const from = Math.min(Math.max(0, at - Math.floor(room / 2)), others.length - (room - 2));
  const shown = others.slice(from, from + room - 2);
  const hidden = others.length - shown.length;
  return [title, ...shown, `   ${hidden} more lines above or below`];
}

function erase(lines: number, out: Streams["out"]): void {
  out(`\x1b[${lines}A\r\x1b[J`);
}
