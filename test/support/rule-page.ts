import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import type { ClusterSnapshot } from "../../src/model/cluster.ts";
import type { Outcome } from "../../src/model/outcome.ts";
import { defaultPolicy, type Policy } from "../../src/model/policy.ts";
import type { ResolvedCluster, ResolvedNode } from "../../src/model/resolved.ts";
import type { StorageSubject } from "../../src/model/resolved-pool.ts";
import type { DriveFailure, JudgedKind, Rule } from "../../src/model/rule.ts";
import { resolve } from "../../src/resolve/resolve.ts";
import { type Example, readExample } from "./example.ts";

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
  const outcome = judge(
    rule,
    example.snapshot,
    example.drive,
    defaultPolicy,
    example.driveFailures,
    example.named,
  );
  const verdict = outcome.kind === "notApplicable" ? "n/a" : outcome.kind;
  expect(verdict, JSON.stringify(outcome)).toBe(example.verdict);
  if (outcome.kind === "fail") expect(outcome.severity ?? rule.severity).toBe(example.severity);
}

/** The outcome for guest 101 (its first drive, itself, the volume of its first drive), or for what is below it. */
export function judge<K extends JudgedKind>(
  rule: Rule<K>,
  snapshot: ClusterSnapshot,
  drive: string | undefined,
  policy: Policy = defaultPolicy,
  driveFailures: readonly DriveFailure[] = [],
  named: Example["named"] = {},
): Outcome {
  const cluster = resolve(snapshot, policy);
  const subject =
    guestSubject(cluster, rule.subject, drive) ??
    subjectBelow(cluster, rule as Rule<JudgedKind>, drive, named); // only its kind is looked at
  if (subject === undefined) throw new Error(`guest 101 has no ${rule.subject} ${drive ?? ""}`);
  return rule.check(subject as never, policy, driveFailures); // the subject is the one the rule's kind names
}

function guestSubject(cluster: ResolvedCluster, kind: JudgedKind, drive: string | undefined): unknown {
  const guest = cluster.guests.find((candidate) => candidate.vmid === 101);
  if (kind === "guest") return guest;
  if (kind === "drive") return guest?.drives.find((candidate) => candidate.key === drive);
  if (kind !== "volume") return undefined;
  return cluster.volumes.find((volume) =>
    volume.uses.some((use) => use.guest.vmid === 101 && use.key === (drive ?? use.key)),
  );
}

/** A storage (on pve1 where the rule looks at nodes), a pool of pve1, or a node. */
function subjectBelow(
  cluster: ResolvedCluster,
  rule: Pick<Rule<JudgedKind>, "subject" | "perNode">,
  drive: string | undefined,
  named: Example["named"],
): unknown {
  const node = cluster.nodes.find(({ name }) => name === (named.node ?? "pve1"));
  if (rule.subject === "node") return node;
  if (rule.subject === "pool")
    return cluster.pools.find(({ name, ...pool }) => pool.node === node && name === (named.pool ?? "tank"));
  return storageSubject(cluster, rule.perNode === true ? node : undefined, drive, named.storage);
}

function storageSubject(
  cluster: ResolvedCluster,
  node: ResolvedNode | undefined,
  drive: string | undefined,
  name: string | undefined,
): StorageSubject | undefined {
  const own = cluster.guests
    .find(({ vmid }) => vmid === 101)
    ?.drives.find(({ key }) => key === drive)?.storage;
  const storage = name === undefined || !cluster.storages.known ? own : cluster.storages.value.get(name);
  if (storage === undefined) return undefined;
  const volumes = cluster.volumes.filter(
    (volume) =>
      volume.storage?.entry.id === storage.entry.id &&
      (node === undefined || volume.uses.some(({ guest }) => guest.node === node.name)),
  );
  return { cluster, storage, node: node ?? null, volumes };
}

/** The outcome of one example line, for tests that look into messages and remedies. */
export function judgeLine<K extends JudgedKind>(
  rule: Rule<K>,
  line: string,
  policy: Policy = defaultPolicy,
): Outcome {
  const example = readExample(`pass  ${line}`);
  return judge(rule, example.snapshot, example.drive, policy, example.driveFailures, example.named);
}
