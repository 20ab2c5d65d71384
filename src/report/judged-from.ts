import type { FactKind } from "../model/fact.ts";
import { type Judgeable, judgeableFrom, sourceNames } from "../model/fact-sources.ts";
import { headed } from "./page.ts";

/** Under `explain <rule>`: what each source has of the facts the rule looks at. */
export function judgedFromText(needs: readonly FactKind[], columns: number): string {
  const lines = judgeableFrom(needs).map((one) => `- ${sourceNames[one.source]}: ${supplyText(one)}`);
  return headed("Judged from", [`It looks at ${needs.join(", ")}.`, "", ...lines], columns);
}

function supplyText({ lacks, partly }: Judgeable): string {
  const some = partly.map(({ fact, only }) => `of ${fact} ${only}`);
  const parts = [...(lacks.length === 0 ? [] : [`without ${lacks.join(", ")}`]), ...some];
  return parts.length === 0 ? "all of it" : parts.join("; ");
}
