import { expect, it } from "vitest";
import type { Finding } from "../model/audit-report.ts";
import type { Change } from "../model/change.ts";
import type { Part } from "./part.ts";
import { type Target, takeIn } from "./target.ts";

function part(rule: string, ...edits: readonly (readonly [string, string, string | null])[]): Part {
  const changes = edits.map(
    ([drive, key, to]): Change => ({ target: "drive", vmid: 101, drive, key, from: null, to }),
  );
  const [first, ...more] = changes;
  if (first === undefined) throw new Error("a part changes something");
  const remedy = {
    kind: "change",
    safety: "safe",
    takesEffect: "at-once",
    changes: [first, ...more],
    risks: [],
  } as const;
  const finding: Finding = {
    id: rule,
    rule,
    severity: "warning",
    subject: { kind: "drive", vmid: 101, drive: "scsi0" },
    message: "",
    evidence: [],
    remedy: { kind: "change", changes: [], commands: [], risks: [] },
  };
  return { finding, remedy, changes: remedy.changes, reduced: false };
}

it("merges what agrees, and takes in nothing of what contradicts an earlier part", () => {
  const targets = new Map<string, Target>();
  const cache = part("drive/worse", ["scsi0", "cache", "none"], ["scsi0", "aio", "io_uring"]);
  expect(takeIn(targets, cache)).toBeUndefined();
  expect(takeIn(targets, part("drive/same", ["scsi0", "aio", "io_uring"]))).toBeUndefined();
  expect(takeIn(targets, part("drive/rival", ["scsi1", "ssd", "1"], ["scsi0", "aio", null]))).toEqual({
    rival: cache,
  });
  expect([...targets.keys()]).toEqual(["101-scsi0"]);
  expect(targets.get("101-scsi0")?.edits).toEqual(
    new Map([
      ["cache", "none"],
      ["aio", "io_uring"],
    ]),
  );
  expect(targets.get("101-scsi0")?.parts.map(({ finding }) => finding.rule)).toEqual([
    "drive/worse",
    "drive/same",
  ]);
});
