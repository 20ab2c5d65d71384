import { describe, expect, it } from "vitest";
import { itHoldsItsPage, judgeLine } from "../../../test/support/rule-page.ts";
import { compressionOff } from "./compression-off.ts";

describe("pool/compression-off", () => {
  itHoldsItsPage(compressionOff);

  it("repairs it once, where it was switched off", () => {
    const line =
      "scsi0: tank:vm-101-disk-0 | @dataset tank compression=off | @dataset tank/vm-101-disk-0 compression=off<tank";
    expect(judgeLine(compressionOff, line)).toMatchObject({
      message: "compression is off on tank, tank/vm-101-disk-0: more is written and less fits into ARC",
      remedy: { changes: [{ dataset: "tank", key: "compression", from: "off", to: "lz4", node: "pve1" }] },
    });
  });
});
