import fc from "fast-check";
import { expect, it } from "vitest";
import { dataset } from "../../test/support/example-cluster.ts";
import { randomGuests } from "../../test/support/random-guests.ts";
import { exampleOf } from "../../test/support/resolved-example.ts";
import type { AuditReport, Finding } from "../model/audit-report.ts";
import type { Command } from "../model/change.ts";
import type { ClusterSnapshot } from "../model/cluster.ts";
import { compareSeverity } from "../model/outcome.ts";
import { couldAllocate, readDrive } from "../model/syntax/drive-string.ts";
import { resolve } from "../resolve/resolve.ts";
import { audit } from "./audit.ts";

const auditOf = (snapshot: ClusterSnapshot): AuditReport =>
  audit(resolve(snapshot), {
    tool: { name: "l", version: "0" },
    generatedAt: "2026-11-22T10:00:00Z",
    sources: [],
    // What lies below the guests is not repaired with qm.
    rules: (id) => /^(drive|guest|volume)\//.test(id),
  });

/** The cluster after a command ran. */
function applied(snapshot: ClusterSnapshot, { argv }: Command): ClusterSnapshot {
  const [tool, , third = "", flag = "", value = ""] = argv;
  if (tool === "zfs") return withProperty(snapshot, third, flag);
  const key = flag === "--delete" ? value : flag.slice(2);
  const kept = (config: string): string =>
    config
      .split("\n")
      .filter((line) => !line.startsWith(`${key}:`))
      .join("\n");
  const added = flag === "--delete" ? "" : `${key}: ${value}\n`;
  const change = (config: string): string => `${added}${kept(config)}`;
  return {
    ...snapshot,
    guests: snapshot.guests.map((guest) => ({ ...guest, config: change(guest.config) })),
  };
}

function withProperty(snapshot: ClusterSnapshot, pair: string, name: string): ClusterSnapshot {
  const [key = "", value = ""] = pair.split("=");
  return {
    ...snapshot,
    nodes: snapshot.nodes.map((node) => {
      const rows = node.datasets !== undefined && "value" in node.datasets ? node.datasets.value : [];
      const row = rows.find((candidate) => candidate.name === name) ?? dataset(name, {});
      const set = { ...row, properties: { ...row.properties, [key]: { value, source: "local" } } };
      return {
        ...node,
        datasets: { value: [...rows.filter((other) => other !== row), set], source: "zfs get" },
      };
    }),
  };
}

const written = (snapshot: ClusterSnapshot, key: string): string | undefined =>
  new RegExp(`^${key}: (.*)$`, "m").exec(snapshot.guests[0]?.config ?? "")?.[1];

/** Every key of a drive string with its value as written, aliases resolved by reading. */
function keysOf(drive: string, text: string): ReadonlyMap<string, string> {
  const reading = readDrive(drive, text);
  if (!reading.ok) throw new Error(`${text}: ${reading.reason}`);
  return new Map([["file", reading.drive.file], ...Object.entries(reading.drive.options)]);
}

function expectLossless(snapshot: ClusterSnapshot, found: readonly Finding[], drive: string): void {
  const changes = found
    .filter(({ remedy }) => remedy.changes.length > 0)
    .flatMap(({ remedy }) => remedy.changes);
  const allowed = new Set(["size", ...changes.map(({ key }) => key)]);
  const before = written(snapshot, drive) ?? "";
  const sets = found.flatMap(({ remedy }) => remedy.commands.filter(({ argv }) => argv[3] === `--${drive}`));
  const after = new Set(sets.map(({ argv }) => argv[4] ?? ""));
  expect(after.size, [...after].join("\n")).toBeLessThanOrEqual(1);
  for (const text of after) {
    expect(couldAllocate(text)).toBe(false);
    const [old, now] = [keysOf(drive, before), keysOf(drive, text)];
    expect(now.has("size")).toBe(false);
    for (const key of new Set([...old.keys(), ...now.keys()]))
      if (!allowed.has(key)) expect(now.get(key), key).toBe(old.get(key));
    const untouched = before
      .split(",")
      .filter((part) => !allowed.has(part.split("=")[0] ?? "") && part.includes("="));
    for (const part of untouched) expect(text.split(",")).toContain(part);
  }
}

/**
 * What only an upgrade repairs comes to light once discard is on; what a newer machine refuses, once it is
 * newer; nodes without a replica, once there is one.
 */
const expected: ReadonlySet<string> = new Set([
  "drive/discard-broken",
  "drive/snapshot-flag",
  "guest/ha-beyond-replicas",
]);

const isRepaired = ({ remedy }: Finding): boolean => remedy.kind === "change" && remedy.commands.length > 0;

it("every command is lossless, legal, repairs what it says, and brings nothing as bad", () => {
  fc.assert(
    fc.property(randomGuests, (line) => {
      const snapshot = exampleOf(line);
      const before = auditOf(snapshot);
      const keys = [...line.matchAll(/(?:^|\| )((?:ide|sata|scsi|virtio)0):/g)].flatMap(
        ([, key]) => key ?? [],
      );
      for (const key of keys)
        expectLossless(
          snapshot,
          before.findings.filter(({ remedy }) => remedy.kind === "change"),
          key,
        );

      const repaired = before.findings.filter(isRepaired);
      const commands = repaired.flatMap(({ remedy }) => remedy.commands);
      const after = auditOf(commands.reduce(applied, snapshot));
      const stay = new Set(after.findings.map(({ id }) => id));
      expect(
        repaired.filter(({ id }) => stay.has(id)).map(({ rule, message }) => `${rule}: ${message}`),
      ).toEqual([]);

      const known = new Set(before.findings.map(({ id }) => id));
      const worst = repaired.map(({ severity }) => severity).sort(compareSeverity)[0] ?? "critical";
      const added = after.findings.filter(
        ({ id, rule, severity }) =>
          !known.has(id) && !expected.has(rule) && compareSeverity(severity, worst) <= 0,
      );
      expect(added.map(({ rule, message }) => `${rule}: ${message}`)).toEqual([]);
    }),
    { numRuns: 300 },
  );
});
