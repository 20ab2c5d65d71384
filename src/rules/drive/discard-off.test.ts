import { describe, expect, it } from "vitest";
import { itHoldsItsPage, judgeLine } from "../../../test/support/rule-page.ts";
import { defaultPolicy } from "../../model/policy.ts";
import { discardOff } from "./discard-off.ts";

describe("drive/discard-off", () => {
  itHoldsItsPage(discardOff);

  it("says whether anyone asked for it", () => {
    expect(judgeLine(discardOff, "scsi0: tank:vm-101-disk-0")).toMatchObject({
      message: "discard is ignore (default, nobody set it): what the guest frees stays allocated",
      remedy: { safety: "safe", changes: [{ key: "discard", from: null, to: "on" }] },
    });
    expect(judgeLine(discardOff, "scsi0: tank:vm-101-disk-0,discard=ignore")).toMatchObject({
      message: expect.stringContaining("(written)"),
    });
  });

  it("names the storage it does not know", () => {
    expect(judgeLine(discardOff, "scsi0: nowhere:vm-101-disk-0")).toMatchObject({
      message: expect.stringContaining("not known: storage nowhere"),
    });
  });

  it("takes a declared thin storage seriously", () => {
    const policy = { ...defaultPolicy, storages: { san: { thin: true } } };
    expect(judgeLine(discardOff, "scsi0: san:vm-101-disk-0", policy)).toMatchObject({ severity: "warning" });
  });
});
