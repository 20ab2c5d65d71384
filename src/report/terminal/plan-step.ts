import { severities } from "../../model/outcome.ts";
import type { FindingRef, GuestStep, HostStep } from "../../model/plan.ts";
import { commandLines } from "./command-lines.ts";
import { apart, hanging } from "./lines.ts";
import { hostDiff, stepDiff } from "./plan-diff.ts";
import { effectWord } from "./remedy.ts";
import { glyph, mark, type Style } from "./style.ts";

/** A step with its number in the order they are to be done. */
export type NumberedStep =
  | { readonly kind: "guest"; readonly number: number; readonly step: GuestStep }
  | { readonly kind: "host"; readonly number: number; readonly step: HostStep };

/** What a step's text needs to know of the others. */
export interface Around {
  /** Numbers of steps by id. */
  readonly numbers: ReadonlyMap<string, number>;
  /** Ids of the steps that rely on a host step. */
  readonly reliedOnBy: ReadonlyMap<string, readonly string[]>;
  /** Risks and work by hand that are told once, below all steps. */
  readonly common: ReadonlySet<string>;
  /** The same of host steps: not told again where a guest's step relies on one. */
  readonly said: Set<string>;
}

export function planStepLines(numbered: NumberedStep, around: Around, style: Style): readonly string[] {
  const { step, number, kind } = numbered;
  const isGuest = kind === "guest";
  const lead = `${number}  `;
  const effect = step.takesEffect === undefined ? "" : effectWord(step.takesEffect);
  const right = [step.safety === "review" ? "review" : "", effect].filter((part) => part !== "");
  const place = isGuest ? guestPlace(numbered.step) : hostPlace(numbered.step);
  // What the host steps it relies on have told already.
  const told = (text: string): boolean =>
    around.common.has(text) ||
    (kind === "guest" && numbered.step.needs !== undefined && around.said.has(text));
  const byHand = (step.byHand ?? []).filter((text) => !told(text));
  const risks = step.risks.filter((text) => !told(text));
  if (!isGuest) for (const text of [...byHand, ...risks]) around.said.add(text);
  return [
    ...apart(`${lead}${place}`, right.join(glyph("separator", style)), style.columns),
    ...(isGuest ? stepDiff(numbered.step, style) : hostDiff(numbered.step, style)),
    ...commandLines({ argv: step.argv }, 3, style),
    ...(isGuest ? [] : undoLines(numbered.step, style)),
    ...clearsLines(step.clears, style),
    ...relationLines(numbered, around, style),
    ...byHand.flatMap((text) => hanging("   by hand: ", text, style.columns, 5)),
    ...risks.flatMap((risk) => hanging("   ! ", risk, style.columns)),
  ];
}

function guestPlace({ vmid, name, option, node }: GuestStep): string {
  return `${vmid} ${name} ${option}, on ${node}`;
}

function hostPlace({ argv: [program, , third = "", fourth = ""], node }: HostStep): string {
  if (program === "systemctl") return `timer ${fourth}, on ${node}`;
  return program === "zfs" ? `dataset ${fourth}, on ${node}` : `storage ${third}, on any node (${node})`;
}

function undoLines({ inverse }: HostStep, style: Style): readonly string[] {
  return ["   undone by:", ...commandLines({ argv: inverse }, 3, style)];
}

/** `✗ clears drive/cache-not-coherent`, the worst first, each severity once. */
function clearsLines(clears: readonly FindingRef[], style: Style): readonly string[] {
  return severities.flatMap((severity) => {
    const rules = [...new Set(clears.filter((ref) => ref.severity === severity).map(({ rule }) => rule))];
    return rules.length === 0
      ? []
      : hanging(`   ${mark(severity, style)} clears `, rules.join(", "), style.columns, 5);
  });
}

function relationLines(
  { kind, step }: NumberedStep,
  { numbers, reliedOnBy }: Around,
  style: Style,
): readonly string[] {
  if (kind === "host") {
    const by = (reliedOnBy.get(step.id) ?? []).flatMap((id) => numbers.get(id) ?? []);
    return by.length === 0 ? [] : hanging("   ", `step ${by.join(", ")} relies on it`, style.columns);
  }
  const needs = (step.needs ?? []).flatMap((id) => numbers.get(id) ?? []);
  const text = `only after step ${needs.join(", ")}: without it this one would do harm`;
  return needs.length === 0 ? [] : hanging("   ", text, style.columns);
}
