import fc from "fast-check";
import { expect, it } from "vitest";
import { planOf } from "../../test/support/planned.ts";
import { randomGuests } from "../../test/support/random-guests.ts";
import { exampleOf } from "../../test/support/resolved-example.ts";
import { audit } from "../audit/audit.ts";
import type { Finding } from "../model/audit-report.ts";
import type { ClusterSnapshot } from "../model/cluster.ts";
import { Failure } from "../model/failure.ts";
import { compareSeverity, severities } from "../model/outcome.ts";
import type { GuestStep, Plan } from "../model/plan.ts";
import { couldAllocate, readDrive } from "../model/syntax/drive-string.ts";
import { resolve } from "../resolve/resolve.ts";
import { ruleList } from "../rules/index.ts";
import { predict } from "./predict.ts";

/** `LANEKEEPER_PLANS=8000`, as in CI, writes more than 10,000 strings. */
const runs = Number(process.env["LANEKEEPER_PLANS"] ?? 300);

const findingsOf = (snapshot: ClusterSnapshot): readonly Finding[] =>
  audit(resolve(snapshot), {
    tool: { name: "l", version: "0" },
    generatedAt: "2026-11-22T10:00:00Z",
    sources: [],
  }).findings;

/** Any selection a person can make: rules, severity, safe steps only. */
const choices = fc.record({
  left: fc.subarray(
    ruleList.map(({ id }) => id),
    { maxLength: 12 },
  ),
  severity: fc.constantFrom("note", "note", ...severities),
  safeOnly: fc.boolean(),
});

function planOrRefusal(snapshot: ClusterSnapshot, choice: Parameters<typeof planOf>[1]): Plan | undefined {
  try {
    return planOf(snapshot, choice);
  } catch (error) {
    if (error instanceof Failure && error.code === "plan-refused") return undefined;
    throw error;
  }
}

/** Only planned keys differ, and every other part is there byte for byte and in its place. */
function expectOnlyPlanned({ option, from, to, changes }: GuestStep): void {
  if (!/^(ide|sata|scsi|virtio)\d+$/.test(option)) return;
  const planned = new Set(["size", ...changes.map(({ key }) => key)]);
  const kept = (text: string | null): readonly string[] =>
    (text ?? "").split(",").filter((part) => !part.includes("=") || !planned.has(part.split("=")[0] ?? ""));
  expect(kept(to)).toEqual(kept(from));
  expect(couldAllocate(to ?? "")).toBe(false);
  const reading = readDrive(option, to ?? "");
  if (!reading.ok) throw new Error(`${to}: ${reading.reason}`);
  expect(reading.drive.options["size"]).toBeUndefined();
  for (const { key, to: wanted } of changes) expect(reading.drive.options[key] ?? null).toBe(wanted);
}

let [planned, refused, steps] = [0, 0, 0];

it("a written string differs in planned keys only, and no plan brings what is as bad as what it clears", () => {
  fc.assert(
    fc.property(randomGuests, choices, (line, { left, severity, safeOnly }) => {
      const snapshot = exampleOf(line);
      const out = new Set(left);
      const rules = (id: string): boolean =>
        /^(drive|guest|volume)\//.test(id) && !out.has(id as `drive/${string}`);
      const plan = planOrRefusal(snapshot, { rules, severity, safeOnly });
      if (plan === undefined) {
        refused++;
        return;
      }
      planned++;
      steps += plan.steps.length;
      for (const step of plan.steps) {
        expectOnlyPlanned(step);
        expect(snapshot.guests.some(({ config }) => config.includes(`${step.option}: ${step.from}`))).toBe(
          step.from !== null,
        );
        if (safeOnly) expect(step.safety).toBe("safe");
      }
      expectWorthIt(snapshot, plan);
    }),
    { numRuns: runs },
  );
  if (runs > 300) console.log({ planned, refused, steps });
});

function expectWorthIt(snapshot: ClusterSnapshot, plan: Plan): void {
  const before = findingsOf(snapshot);
  const after = findingsOf(predict(snapshot, plan));
  const [had, has] = [before, after].map((list) => new Set(list.map(({ id }) => id)));
  const cleared = before.filter(({ id }) => has?.has(id) === false);
  const added = after.filter(({ id }) => had?.has(id) === false);
  for (const { rule, subject, severity } of added) {
    const same = cleared.filter((other) => JSON.stringify(other.subject) === JSON.stringify(subject));
    const worst = same.map((other) => other.severity).sort(compareSeverity)[0];
    const allowed = worst === undefined ? severity !== "critical" : compareSeverity(severity, worst) > 0;
    expect(allowed, `${rule} (${severity}) for ${same.map((other) => other.rule).join(", ")}`).toBe(true);
  }
  expect(plan.prediction.added.map(({ id }) => id).sort()).toEqual(added.map(({ id }) => id).sort());
}
