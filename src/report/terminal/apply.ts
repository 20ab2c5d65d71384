import type { GuestStep, HostStep, Plan } from "../../model/plan.ts";
import { isGuestStep, stepsInOrder } from "../../model/plan-order.ts";
import { printable } from "../printable.ts";
import { changeText } from "./change-text.ts";
import { commandLines } from "./command-lines.ts";
import { apart, clipped, hanging } from "./lines.ts";
import { counted } from "./place.ts";
import { glyph, paint, type Style } from "./style.ts";

/** What is about to be written, before anybody is asked. */
export interface ApplyPreview {
  readonly plan: Plan;
  readonly steps: readonly GuestStep[];
  readonly hostSteps: readonly HostStep[];
  /** Host steps of the plan that are not run now. */
  readonly leftOut: readonly HostStep[];
  readonly who: string;
  /** `apply` or `rollback`. */
  readonly verb: string;
}

const effects: Readonly<Record<GuestStep["takesEffect"], string>> = {
  "at-once": "at once",
  "after-stop-start": "after a stop and start",
  "new-volumes-only": "for new volumes",
};

export function terminalApplyPreview(preview: ApplyPreview, style: Style): string {
  const { plan, steps, hostSteps, leftOut, who, verb } = preview;
  const isUndoing = verb === "rollback";
  const read = `read ${plan.snapshot.takenAt.slice(0, 16).replace("T", " ")} UTC`;
  const made = `${plan.cluster.name}, ${isUndoing ? plan.snapshot.sources.join(", ") : read}`;
  const order = isUndoing ? [...steps, ...hostSteps] : stepsInOrder({ steps, hostSteps });
  const lines = [
    ...apart(printable(made, style.ascii), printable(`${verb} as ${who}`, style.ascii), style.columns),
    "",
    ...order.flatMap((step) => [
      ...(isGuestStep(step) ? stepLines(step, style) : hostStepLines(step, style)),
      "",
    ]),
    ...(leftOut.length === 0
      ? []
      : [`${counted(leftOut.length, "host step")} left out: --host-steps runs them`]),
    ...(isUndoing ? plan.refused : []).flatMap(({ finding, reason }) =>
      hanging(
        `${paint("warning", glyph("warning", style), style)} `,
        `${printable(finding.place, style.ascii)}: ${printable(reason, style.ascii)}`,
        style.columns,
        2,
      ),
    ),
    ...hanging("", total(steps, hostSteps), style.columns, 2),
  ];
  return `${clipped(lines, style).join("\n")}\n`;
}

function total(steps: readonly GuestStep[], hostSteps: readonly HostStep[]): string {
  if (steps.length + hostSteps.length === 0) return "Nothing to do.";
  const guests = new Set(steps.map(({ vmid }) => vmid)).size;
  const parts = [
    ...(hostSteps.length === 0 ? [] : [counted(hostSteps.length, "host step")]),
    `${counted(steps.length, "change")} to ${counted(guests, "guest")}`,
  ];
  return `${parts.join(", ")}. No guest is restarted.`;
}

function stepLines(step: GuestStep, style: Style): readonly string[] {
  const { vmid, name, node, option, to, changes, clears, takesEffect, safety, risks, byHand = [] } = step;
  const head = printable(`${vmid} ${name} ${option}`, style.ascii);
  const argv = ["qm", "set", String(vmid), ...(to === null ? ["--delete", option] : [`--${option}`, to])];
  const findings = [...new Set(clears.map(({ rule }) => rule))].join(", ");
  const said = [
    ...(findings === "" ? [] : [`clears ${findings}`]),
    ...(safety === "review" ? risks : []),
    ...byHand.map((text) => `by hand: ${text}`),
  ];
  return [
    ...apart(
      paint("note", head, style),
      `${printable(node, style.ascii)}, ${effects[takesEffect]}`,
      style.columns,
    ),
    ...hanging("    ", changes.map((change) => changeText(change, style)).join("; "), style.columns, 4),
    ...commandLines({ argv }, 4, style),
    ...said.flatMap((text) => hanging("    ", printable(text, style.ascii), style.columns, 6)),
  ];
}

function hostStepLines({ node, argv, from, to }: HostStep, style: Style): readonly string[] {
  return [
    paint(
      "note",
      printable(`${node}  ${from ?? "unset"} ${glyph("remedy", style)} ${to}`, style.ascii),
      style,
    ),
    ...commandLines({ argv }, 4, style),
  ];
}
