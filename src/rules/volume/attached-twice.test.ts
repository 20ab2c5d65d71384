import { describe, expect, it } from "vitest";
import { itHoldsItsPage, judgeLine } from "../../../test/support/rule-page.ts";
import { attachedTwice } from "./attached-twice.ts";

describe("volume/attached-twice", () => {
  itHoldsItsPage(attachedTwice);

  it("names every place and its line", () => {
    expect(
      judgeLine(attachedTwice, "scsi0: san:vm-101-disk-0 | @other 102@pve2 scsi1: san:vm-101-disk-0"),
    ).toMatchObject({
      message: "attached as 101 scsi0, 102 scsi1; each overwrites what the other wrote",
      evidence: [
        { fact: "101 scsi0", source: "101.conf:1" },
        { fact: "102 scsi1", source: "102.conf:1" },
      ],
      remedy: { kind: "manual" },
    });
  });
});
