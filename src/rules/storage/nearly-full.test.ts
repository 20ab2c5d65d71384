import { describe, expect, it } from "vitest";
import { itHoldsItsPage, judgeLine } from "../../../test/support/rule-page.ts";
import { nearlyFull } from "./nearly-full.ts";

describe("storage/nearly-full", () => {
  itHoldsItsPage(nearlyFull);

  it("says what the end of the space means", () => {
    expect(judgeLine(nearlyFull, "scsi0: local:101/vm-101-disk-0.raw | @usage local 91")).toMatchObject({
      message: "91 % of 100G full: at 100 % every guest on it gets write errors",
    });
    expect(judgeLine(nearlyFull, "scsi0: vg:vm-101-disk-0 | @usage vg 100")).toMatchObject({
      message: "100 % of 100G given away: no room for new disks, moves and snapshots",
    });
  });
});
