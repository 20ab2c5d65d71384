import type { Plan } from "../../model/plan.ts";
import { isGuestStep, stepsInOrder } from "../../model/plan-order.ts";
import { printableIn } from "../printable.ts";
import { apart, clipped, hanging } from "./lines.ts";
import { counted } from "./place.ts";
import { manualLines, predictionLines, refusedLines, waitingLines } from "./plan-rest.ts";
import { type Around, type NumberedStep, planStepLines } from "./plan-step.ts";
import type { Style } from "./style.ts";
import { timeWord } from "./words.ts";

export interface PlanTextOptions {
  /** Every manual step, also where one stands for many. */
  readonly verbose: boolean;
  /** Where to go from here. */
  readonly next: readonly string[];
}

/** The plan for a terminal, in the order it would be done; then what is left to people, left out, and predicted. */
export function terminalPlan(given: Plan, style: Style, { verbose, next }: PlanTextOptions): string {
  const plan = printableIn(given, style.ascii);
  const steps = numbered(plan);
  const around = aroundOf(steps);
  const lines = [
    ...headLines(plan, style),
    "",
    ...(steps.length === 0 ? ["Nothing to write.", ""] : []),
    ...steps.flatMap((step) => [...planStepLines(step, around, style), ""]),
    ...commonLines(steps, around, style),
    ...manualLines(plan.manual, steps.length + 1, style, verbose),
    ...refusedLines(plan.refused, style),
    ...predictionLines(plan.prediction, style),
    ...waitingLines(plan, style),
    ...hostStepLines(steps, style),
    ...next.flatMap((text) => hanging("", text, style.columns, 2)),
  ];
  return `${clipped(lines, style).join("\n")}\n`;
}

function headLines(
  { cluster, snapshot, steps, hostSteps, prediction }: Plan,
  style: Style,
): readonly string[] {
  const { cleared, added, counts } = prediction;
  const all = Object.values(counts.before).reduce((sum, count) => sum + count, 0);
  const costs = added.length === 0 ? "adds none" : `adds ${added.length}`;
  const count = counted(steps.length + hostSteps.length, "step");
  return apart(
    `Plan for ${cluster.name}, read ${timeWord(snapshot.takenAt)}`,
    `${count}, clears ${cleared.length} of ${all}, ${costs}`,
    style.columns,
  );
}

function numbered(plan: Pick<Plan, "steps" | "hostSteps">): readonly NumberedStep[] {
  return stepsInOrder(plan).map((step, at) =>
    isGuestStep(step) ? { kind: "guest", number: at + 1, step } : { kind: "host", number: at + 1, step },
  );
}

function hostStepLines(steps: readonly NumberedStep[], style: Style): readonly string[] {
  const numbers = steps.filter(({ kind }) => kind === "host").map(({ number }) => number);
  if (numbers.length === 0) return [];
  const which =
    numbers.length === 1 ? `Step ${numbers[0]} changes a node` : `Steps ${numbers.join(", ")} change nodes`;
  return hanging("", `${which}: apply runs such steps with --host-steps only.`, style.columns, 2);
}

/** What more steps share is told once. */
const often = 3;

function aroundOf(steps: readonly NumberedStep[]): Around {
  const numbers = new Map(steps.map(({ step, number }) => [step.id, number]));
  const reliedOnBy = new Map<string, string[]>();
  const told = new Map<string, number>();
  for (const { kind, step } of steps) {
    for (const text of [...step.risks, ...(step.byHand ?? [])]) told.set(text, (told.get(text) ?? 0) + 1);
    if (kind === "guest")
      for (const id of step.needs ?? []) reliedOnBy.set(id, [...(reliedOnBy.get(id) ?? []), step.id]);
  }
  const common = [...told].filter(([, count]) => count >= often).map(([text]) => text);
  return { numbers, reliedOnBy, common: new Set(common), said: new Set() };
}

function commonLines(steps: readonly NumberedStep[], { common }: Around, style: Style): readonly string[] {
  const of = (has: (step: NumberedStep) => boolean): string =>
    steps
      .filter(has)
      .map(({ number }) => number)
      .join(", ");
  const lines = [...common].flatMap((text) => {
    const isRisk = steps.some(({ step }) => step.risks.includes(text));
    return isRisk
      ? hanging("! ", `steps ${of(({ step }) => step.risks.includes(text))}: ${text}`, style.columns)
      : hanging(
          "by hand, ",
          `steps ${of(({ step }) => step.byHand?.includes(text) === true)}: ${text}`,
          style.columns,
          2,
        );
  });
  return lines.length === 0 ? [] : [...lines, ""];
}
