import { describe, expect, it } from "vitest";
import { itHoldsItsPage, judgeLine } from "../../../test/support/rule-page.ts";
import { raidzForGuests } from "./raidz-for-guests.ts";

describe("pool/raidz-for-guests", () => {
  itHoldsItsPage(raidzForGuests);

  it("counts the volumes", () => {
    expect(judgeLine(raidzForGuests, "scsi0: tank:vm-101-disk-0 | @vdevs raidz2 6")).toMatchObject({
      message: expect.stringContaining("1 guest volume on raidz2 of 6 disks"),
    });
  });
});
