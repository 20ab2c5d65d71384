import type { Finding } from "../../model/audit-report.ts";
import { counted, shortPlace } from "./place.ts";
import { remedyText } from "./remedy.ts";
import { glyph, type Style } from "./style.ts";

/** More places than this are counted, and only the first few named. */
const allNamed = 5;
const fewNamed = 3;
/** So many different sentences of one rule are told. */
const mostSentences = 3;

export interface RuleBlock {
  /** `88 drives` */
  readonly places: string;
  /** Each sentence of the rule with the places it was said of. */
  readonly sentences: readonly string[];
  readonly remedy: string;
  /** Whether places were left out. */
  readonly folded: boolean;
}

/** One rule over many places. */
export function ruleBlock(
  findings: readonly [Finding, ...Finding[]],
  style: Style,
  unfold: boolean,
): RuleBlock {
  const groups = [...groupBy(findings, sentence)];
  const folded = !unfold && findings.length > allNamed;
  const told = unfold ? groups : groups.slice(0, mostSentences);
  const untold = groups.slice(told.length).reduce((sum, [, members]) => sum + members.length, 0);
  const sentences = told.map(([text, members]) => `${text}: ${namesOf(members, folded, style)}`);
  return {
    places: counted(findings.length, nounOf(findings[0])),
    sentences: untold === 0 ? sentences : [...sentences, `and ${untold} more, each in other words`],
    remedy: sharedRemedy(findings, style),
    folded: folded || untold > 0,
  };
}

/** What a policy has findings about is its waivers. */
function nounOf({ subject: { kind } }: Finding): string {
  return kind === "policy" ? "waiver" : kind;
}

function sentence({ message, pendingOnly }: Finding): string {
  return pendingOnly === true ? `once the pending change is in force: ${message}` : message;
}

function namesOf(findings: readonly Finding[], folded: boolean, style: Style): string {
  const named = folded ? findings.slice(0, fewNamed) : findings;
  const names = named.map(({ subject }) => shortPlace(subject, style)).join(", ");
  return named.length === findings.length ? names : `${names} ${glyph("ellipsis", style)}`;
}

/** The remedy of all; where places need different ones, each with its count, the commonest first. */
function sharedRemedy(findings: readonly Finding[], style: Style): string {
  const groups = [...groupBy(findings, (finding) => remedyText([finding], style))];
  const sorted = groups.sort(([, a], [, b]) => b.length - a.length);
  const [only] = sorted;
  if (only !== undefined && sorted.length === 1) return only[0];
  const told = sorted.slice(0, 2).map(([text, { length }]) => `${length} × ${text}`);
  const left = sorted.slice(2).reduce((sum, [, { length }]) => sum + length, 0);
  const parts = left === 0 ? told : [...told, `${left} × other`];
  return parts.join("; ").replaceAll("×", style.ascii ? "x" : "×");
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
