import type { RunStep } from "../../model/run-output.ts";
import { glyph, paint, type Role, type Style } from "./style.ts";

interface OutcomeWords {
  readonly role: Role;
  readonly sign: Parameters<typeof glyph>[0];
  /** Of one step. */
  readonly text: string;
  /** In a count: `2 in force`. */
  readonly counted: string;
}

/** In the order they are counted. */
export const outcomeWords: Readonly<Record<RunStep["outcome"], OutcomeWords>> = {
  active: { role: "pass", sign: "pass", text: "in force", counted: "in force" },
  pending: { role: "pass", sign: "stopStart", text: "saved, waits for a stop and start", counted: "waiting" },
  already: { role: "pass", sign: "pass", text: "was so already", counted: "so already" },
  refused: { role: "warning", sign: "warning", text: "not tried", counted: "not tried" },
  failed: { role: "error", sign: "error", text: "failed, nothing changed", counted: "failed" },
  unclear: { role: "open", sign: "open", text: "unclear", counted: "unclear" },
  open: { role: "open", sign: "open", text: "cut off before its result", counted: "cut off" },
};

export function outcomeSign(outcome: RunStep["outcome"], style: Style): string {
  const { role, sign } = outcomeWords[outcome];
  return paint(role, glyph(sign, style), style);
}

/** `2 waiting, 1 failed` */
export function countedOutcomes(counts: Readonly<Partial<Record<RunStep["outcome"], number>>>): string {
  const parts = Object.entries(outcomeWords).flatMap(([outcome, { counted }]) => {
    const count = counts[outcome as RunStep["outcome"]] ?? 0; // the keys of the table are the outcomes
    return count === 0 ? [] : [`${count} ${counted}`];
  });
  return parts.length === 0 ? "nothing done" : parts.join(", ");
}
