import { describe, expect, it } from "vitest";
import { itHoldsItsPage, judgeLine } from "../../../test/support/rule-page.ts";
import { volumeChainPreview } from "./volume-chain-preview.ts";

describe("storage/volume-chain-preview", () => {
  itHoldsItsPage(volumeChainPreview);

  it("counts the qcow2 volumes on it", () => {
    expect(judgeLine(volumeChainPreview, "scsi0: chain:vm-101-disk-0.qcow2")).toMatchObject({
      message: expect.stringContaining("1 guest volume is by now"),
      evidence: [{ source: expect.stringContaining("storage.cfg:") }],
    });
  });
});
