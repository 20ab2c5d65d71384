import { describe, expect, it } from "vitest";
import { itHoldsItsPage, judgeLine } from "../../../test/support/rule-page.ts";
import { replicationGap } from "./replication-gap.ts";

describe("guest/replication-gap", () => {
  itHoldsItsPage(replicationGap);

  it("takes replicate=0 off where that alone is in the way", () => {
    const line = "scsi0: tank:vm-101-disk-0 | scsi1: tank:vm-101-disk-1,replicate=0 | @replicate pve2";
    expect(judgeLine(replicationGap, line)).toMatchObject({
      message: "replicate=0 leaves out scsi1, which a failover needs",
      remedy: {
        kind: "change",
        takesEffect: "at-once",
        changes: [{ drive: "scsi1", key: "replicate", from: "0", to: null }],
      },
    });
  });

  it("is work for a person where a volume has to move", () => {
    const line =
      "scsi0: thin:vm-101-disk-0 | scsi1: tank:vm-101-disk-1,replicate=0 | scsi2: thin:vm-101-disk-2,replicate=0 | @replicate pve2";
    expect(judgeLine(replicationGap, line)).toMatchObject({
      message:
        "the replication job fails because of scsi0 (not on zfspool); replicate=0 leaves out scsi1, scsi2, which a failover needs",
      remedy: {
        kind: "manual",
        steps: expect.arrayContaining([expect.stringContaining("qm move-disk 101 scsi0")]),
      },
    });
  });

  it("names the unknown where HA is not known", () => {
    const line = "scsi0: thin:vm-101-disk-0 | @replicate pve2 | @no-file ha/resources.cfg";
    expect(judgeLine(replicationGap, line)).toMatchObject({
      message: expect.stringContaining("not known whether HA looks after it"),
    });
  });
});
