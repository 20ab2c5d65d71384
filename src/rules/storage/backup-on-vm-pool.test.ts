import { describe, expect, it } from "vitest";
import { itHoldsItsPage, judgeLine } from "../../../test/support/rule-page.ts";
import { defaultPolicy } from "../../model/policy.ts";
import { backupOnVmPool } from "./backup-on-vm-pool.ts";

const drive = "scsi0: tank:vm-101-disk-0";

describe("storage/backup-on-vm-pool", () => {
  itHoldsItsPage(backupOnVmPool);

  it("names store, pool and fill", () => {
    const line = `${drive} | @datastore main /tank/pbs | @pool-fact tank capacity=94`;
    expect(judgeLine(backupOnVmPool, line)).toMatchObject({
      message: "PBS datastore main keeps backups on pool tank, as these guests' disks; the pool is 94 % full",
      evidence: [{ fact: "PBS datastore main", value: "on tank", node: "pve1" }],
      remedy: { kind: "manual", steps: [expect.stringContaining("relocate PBS datastore main"), {}] },
    });
  });

  it("believes a declared backup server, on its node", () => {
    const on = (node: string) => ({ ...defaultPolicy, pbs: [{ pool: "tank", node }] });
    expect(judgeLine(backupOnVmPool, drive, on("pve1"))).toMatchObject({ severity: "warning" });
    expect(judgeLine(backupOnVmPool, drive, on("pve2"))).toEqual({ kind: "pass" });
  });
});
