import { describe, expect, it } from "vitest";
import { itHoldsItsPage, judgeLine } from "../../../test/support/rule-page.ts";
import { ssdOnSpinningDisk } from "./ssd-on-spinning-disk.ts";

describe("drive/ssd-on-spinning-disk", () => {
  itHoldsItsPage(ssdOnSpinningDisk);

  it("proposes nothing", () => {
    expect(judgeLine(ssdOnSpinningDisk, "scsi0: rust:vm-101-disk-0,ssd=1")).toMatchObject({
      message: expect.stringContaining("ssd is 1 (written) on spinning disks"),
      evidence: [{}, { fact: "medium", value: "hdd", source: "pve1 lsblk" }],
      remedy: { kind: "none" },
    });
  });
});
