import { describe, expect, it } from "vitest";
import { itHoldsItsPage, judgeLine } from "../../../test/support/rule-page.ts";
import { iothreadOff } from "./iothread-off.ts";

describe("drive/iothread-off", () => {
  itHoldsItsPage(iothreadOff);

  it("says whether anyone asked for it", () => {
    expect(judgeLine(iothreadOff, "scsi0: tank:vm-101-disk-0")).toMatchObject({
      message: "iothread is 0 (default, nobody set it)",
      remedy: { changes: [{ key: "iothread", from: null, to: "1" }] },
    });
    expect(judgeLine(iothreadOff, "scsi0: tank:vm-101-disk-0,iothread=0")).toMatchObject({
      message: "iothread is 0 (written)",
    });
  });

  it("warns before a change loses a line that Proxmox VE refuses", () => {
    const line = "scsi0: tank:vm-101-disk-0 | scsi1: tank:vm-101-disk-1,cache=foo";
    expect(judgeLine(iothreadOff, line)).toMatchObject({
      remedy: { risks: [expect.stringMatching(/^repair scsi1 first/)] },
    });
  });

  it("says why there is no command for a volume that reads like an order", () => {
    expect(judgeLine(iothreadOff, "scsi0: tank:32")).toMatchObject({
      remedy: { risks: [expect.stringContaining("no command")] },
    });
  });
});
