import { describe, expect, it } from "vitest";
import { itHoldsItsPage, judgeLine } from "../../../test/support/rule-page.ts";
import { replicationFailing } from "./replication-failing.ts";

describe("guest/replication-failing", () => {
  itHoldsItsPage(replicationFailing);

  it("says what would show the state, and which file is missing", () => {
    expect(judgeLine(replicationFailing, "scsi0: tank:vm-101-disk-0 | @replicate pve2")).toMatchObject({
      missing: [{ fact: "state of the replication jobs", node: "pve1", access: "shell" }],
    });
    expect(judgeLine(replicationFailing, "scsi0: tank:vm-101-disk-0 | @bare")).toMatchObject({
      missing: [{ fact: "replication.cfg" }, { fact: "state of the replication jobs" }],
    });
  });
});
