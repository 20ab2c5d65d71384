import type { DecideOptions } from "./options.ts";
import type { Question, Step } from "./questions.ts";

/** Asks one question, what was answered before marked; "back" asks the one before it again. */
export type Asker = (
  question: Question,
  before: readonly string[],
  isFirst: boolean,
) => Promise<readonly string[] | "back">;

/** Asks what was not said, one question after the other, and back again. */
export async function askTheRest(
  given: DecideOptions,
  steps: readonly Step[],
  ask: Asker,
): Promise<DecideOptions> {
  const open = steps.filter(({ isOpen }) => isOpen(given));
  const said: DecideOptions[] = [given];
  const answers: (readonly string[])[] = [];
  for (let at = 0; ; ) {
    const [step, soFar] = [open[at], said[at]];
    if (step === undefined || soFar === undefined) return said.at(at) ?? given;
    const question = step.question(soFar);
    // Where nothing fits and there is no way back, the answer says why.
    if (question.answers.length === 0 && at === 0) return soFar;
    const answer = await ask(question, answers[at] ?? [], at === 0);
    if (answer === "back") {
      at = Math.max(0, at - 1);
      continue;
    }
    answers[at] = answer;
    said[++at] = step.said(soFar, answer);
  }
}
