import { expect, it } from "vitest";
import { type BackupJob, takesAlong } from "./backup-job.ts";

const job = (guests: BackupJob["guests"], node?: string): BackupJob => ({
  id: "j",
  enabled: true,
  guests,
  ...(node === undefined ? {} : { node }),
});

const all = { kind: "all", but: [102] } as const;
const some = { kind: "some", vmids: [101] } as const;
const pool = { kind: "pool", pool: "prod" } as const;

it.each([
  [all, undefined, 101, "pve1", true],
  [all, undefined, 102, "pve1", false],
  [all, "pve1", 101, "pve1", true],
  [all, "pve1", 101, "pve2", false],
  // a bare config does not say where it is
  [all, "pve1", 101, null, undefined],
  [some, undefined, 101, null, true],
  [some, "pve1", 102, null, false],
  [pool, undefined, 101, "pve1", undefined],
  [pool, "pve1", 101, "pve2", false],
] as const)("%j on %s takes %i on %s along: %s", (guests, only, vmid, node, taken) => {
  expect(takesAlong(job(guests, only), vmid, node)).toBe(taken);
});
