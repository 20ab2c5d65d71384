import { describe, expect, it } from "vitest";
import { itHoldsItsPage, judgeLine } from "../../../test/support/rule-page.ts";
import { syncNotStandard } from "./sync-not-standard.ts";

describe("pool/sync-not-standard", () => {
  itHoldsItsPage(syncNotStandard);

  it("repairs it where it was set, and names the guests", () => {
    const line =
      "scsi0: tank:vm-101-disk-0 | @dataset tank sync=disabled | @dataset tank/vm-101-disk-0 sync=disabled<tank";
    expect(judgeLine(syncNotStandard, line)).toMatchObject({
      severity: "critical",
      message: expect.stringContaining("flushes of guest 101 are acknowledged and not kept"),
      remedy: { changes: [{ dataset: "tank", from: "disabled", to: "standard" }] },
    });
  });
});
