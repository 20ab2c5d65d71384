import { describe, expect, it } from "vitest";
import type { FactKind } from "../src/model/fact.ts";
import { judgeableFrom, supplies } from "../src/model/fact-sources.ts";
import { collectFixture } from "./support/changed-source.ts";
import { judgingRules, outcomeOn, settledExamples } from "./support/judged-examples.ts";
import { fromSource } from "./support/source-reductions.ts";
import { dishonest, verdicts } from "./support/verdicts.ts";

const sources = ["etc-pve", "pvereport", "api", "shell"] as const;

/** A verdict that rests on less, and is another one. */
const told: readonly (readonly [string, string, (typeof sources)[number]])[] = [
  // Policy, section 4: LUNs prove the claim; that their volume groups are two, only UUIDs tell.
  ["storage/shared-claim-unproven", "uuid=another", "pvereport"],
  // A list of thin pools alone shows no volume of a guest in a thick group.
];

describe.each(sources)("a rule given only what %s has", (source) => {
  it.each(judgingRules.map((rule) => [rule.id, rule] as const))("%s", (_, rule) => {
    const supply = judgeableFrom(rule.needs).find((one) => one.source === source);
    for (const example of settledExamples(rule)) {
      const verdict = outcomeOn(rule, example, fromSource[source](example.snapshot))?.kind;
      // Where a source tells less than the rule looks at, the policy or the source says why: see `told`.
      if (told.some(([id, line, by]) => rule.id === id && example.line.includes(line) && source === by))
        continue;
      // What cannot fail may as well not apply.
      if (verdict === "notApplicable" && example.verdict === "pass") continue;
      // A pool that no source shows is no subject: nothing is said of it, so nothing wrong.
      if (verdict === undefined && rule.subject === "pool") continue;
      if (verdict === "open") {
        expect(
          [...(supply?.lacks ?? []), ...(supply?.partly ?? [])],
          `${example.line}: open for nothing`,
        ).not.toEqual([]);
      } else expect(verdict, example.line).toBe(example.verdict);
    }
  });
});

/** Every fact that a source has not, or has in part. */
function lackedBy(source: (typeof sources)[number]): readonly FactKind[] {
  const all = Object.keys(supplies) as FactKind[]; // its own keys
  return all.filter((fact) => supplies[fact][source] !== "yes");
}

describe.each(["three-node-homelab", "stock-single-node", "three-node-ceph"])("%s", (name) => {
  it.each(sources)("given only what %s has, no rule passes or fails for lack of the rest", async (source) => {
    const fixture = await collectFixture(name);
    const [whole, reduced] = [verdicts(fixture), verdicts(fromSource[source](fixture))];
    expect(dishonest(whole, reduced, lackedBy(source))).toEqual([]);
    const guessed = [...reduced].filter(([key, kind]) => kind === "fail" && whole.get(key) === "pass");
    expect(guessed).toEqual([]);
  });
});
