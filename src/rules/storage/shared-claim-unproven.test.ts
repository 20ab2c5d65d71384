import { describe, expect, it } from "vitest";
import { itHoldsItsPage, judgeLine } from "../../../test/support/rule-page.ts";
import { sharedClaimUnproven } from "./shared-claim-unproven.ts";

describe("storage/shared-claim-unproven", () => {
  itHoldsItsPage(sharedClaimUnproven);

  it("names the disk, or the two groups", () => {
    expect(judgeLine(sharedClaimUnproven, "@storage vg | @cfg vg shared 1")).toMatchObject({
      message: expect.stringContaining("volume group vg_local lies on /dev/sdf, a disk of pve1 itself"),
      remedy: { commands: [{ argv: ["pvesm", "set", "vg", "--shared", "0"] }] },
    });
    expect(judgeLine(sharedClaimUnproven, "@storage san | @on pve2 vg vg_san uuid=another")).toMatchObject({
      message: expect.stringContaining("vg_san of pve1 and pve2 are two, with different UUIDs"),
    });
  });
});
