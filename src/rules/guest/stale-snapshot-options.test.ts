import { describe, expect, it } from "vitest";
import { itHoldsItsPage, judgeLine } from "../../../test/support/rule-page.ts";
import { staleSnapshotOptions } from "./stale-snapshot-options.ts";

describe("guest/stale-snapshot-options", () => {
  itHoldsItsPage(staleSnapshotOptions);

  it("names snapshots, drives and keys once, with the old values as evidence", () => {
    const line =
      "scsi0: tank:vm-101-disk-0,discard=on,ssd=1 | @snapshot jan scsi0: tank:vm-101-disk-0,ssd=1 | @snapshot feb scsi0: tank:vm-101-disk-0,discard=ignore";
    expect(judgeLine(staleSnapshotOptions, line)).toMatchObject({
      message: "a rollback to jan, feb brings back other options: scsi0 discard, scsi0 ssd",
      evidence: [
        { fact: "scsi0 discard in snapshot jan", value: "not set" },
        { fact: "scsi0 discard in snapshot feb", value: "ignore" },
        { fact: "scsi0 ssd in snapshot feb", value: "not set" },
      ],
    });
  });
});
