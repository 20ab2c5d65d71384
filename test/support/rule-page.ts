import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import type { ClusterSnapshot } from "../../src/model/cluster.ts";
import type { Outcome } from "../../src/model/outcome.ts";
import { defaultPolicy, type Policy } from "../../src/model/policy.ts";
import type { ResolvedCluster } from "../../src/model/resolved.ts";
import type { DriveFailure, JudgedKind, Rule } from "../../src/model/rule.ts";
import { resolve } from "../../src/resolve/resolve.ts";
import { readExample } from "./example.ts";

const headings = ["What it sees", "Why it matters", "Remedy", "Exceptions", "Sources", "Examples"];

/** Checks a rule's page and executes its examples: one test for the headings, one for each example line. */
export function itHoldsItsPage<K extends JudgedKind>(rule: Rule<K>): void {
  const page = readFileSync(fileURLToPath(new URL(`../../src/rules/${rule.id}.md`, import.meta.url)), "utf8");
  it("has a page with the six headings", () => {
    expect(page.split("\n")[0]).toBe(`# ${rule.id}`);
    expect(page.split("\n")[2]).toBe(rule.summary);
    expect([...page.matchAll(/^## (.+)$/gm)].map((match) => match[1])).toEqual(headings);
  });
  for (const line of exampleLines(page)) it(line, () => expectExample(rule, line));
}

export function exampleLines(page: string): readonly string[] {
  const block = /^```examples\n([\s\S]*?)^```$/m.exec(page)?.[1] ?? "";
  const lines = block.split("\n").filter((line) => line.trim() !== "");
  if (lines.length < 2) throw new Error("a page shows at least one failing and one passing example");
  return lines;
}

function expectExample<K extends JudgedKind>(rule: Rule<K>, line: string): void {
  const example = readExample(line);
  const outcome = judge(rule, example.snapshot, example.drive, defaultPolicy, example.driveFailures);
  const verdict = outcome.kind === "notApplicable" ? "n/a" : outcome.kind;
  expect(verdict, JSON.stringify(outcome)).toBe(example.verdict);
  if (outcome.kind === "fail") expect(outcome.severity ?? rule.severity).toBe(example.severity);
}

/** The outcome for guest 101: its first drive, itself, or the volume of its first drive. */
export function judge<K extends JudgedKind>(
  rule: Rule<K>,
  snapshot: ClusterSnapshot,
  drive: string | undefined,
  policy: Policy = defaultPolicy,
  driveFailures: readonly DriveFailure[] = [],
): Outcome {
  const subject = subjectOf(resolve(snapshot, policy), rule.subject, drive);
  if (subject === undefined) throw new Error(`guest 101 has no ${rule.subject} ${drive ?? ""}`);
  return rule.check(subject as never, policy, driveFailures); // the subject is the one the rule's kind names
}

function subjectOf(cluster: ResolvedCluster, kind: JudgedKind, drive: string | undefined): unknown {
  const guest = cluster.guests.find((candidate) => candidate.vmid === 101);
  if (kind === "guest") return guest;
  if (kind === "drive") return guest?.drives.find((candidate) => candidate.key === drive);
  return cluster.volumes.find((volume) =>
    volume.uses.some((use) => use.guest.vmid === 101 && use.key === (drive ?? use.key)),
  );
}

/** The outcome of one example line, for tests that look into messages and remedies. */
export function judgeLine<K extends JudgedKind>(
  rule: Rule<K>,
  line: string,
  policy: Policy = defaultPolicy,
): Outcome {
  const example = readExample(`pass  ${line}`);
  return judge(rule, example.snapshot, example.drive, policy);
}
