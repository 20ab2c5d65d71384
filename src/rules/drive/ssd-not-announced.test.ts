import { describe, expect, it } from "vitest";
import { itHoldsItsPage, judgeLine } from "../../../test/support/rule-page.ts";
import { defaultPolicy } from "../../model/policy.ts";
import { ssdNotAnnounced } from "./ssd-not-announced.ts";

describe("drive/ssd-not-announced", () => {
  itHoldsItsPage(ssdNotAnnounced);

  it("says what follows for the guest's system, and where the medium was read", () => {
    expect(judgeLine(ssdNotAnnounced, "scsi0: tank:vm-101-disk-0 | ostype: win11")).toMatchObject({
      message: expect.stringContaining("ssd is 0 (default, nobody set it) on SSDs: Windows defragments"),
      evidence: [{}, { fact: "medium", value: "ssd", source: "pve1 lsblk" }],
      remedy: { changes: [{ key: "ssd", from: null, to: "1" }] },
    });
  });

  it("believes a declaration, and asks for one where only that can tell", () => {
    const ssd = { ...defaultPolicy, storages: { san: { medium: "ssd" as const } } };
    expect(judgeLine(ssdNotAnnounced, "scsi0: san:vm-101-disk-0", ssd)).toMatchObject({
      kind: "fail",
      severity: "note",
    });
    expect(judgeLine(ssdNotAnnounced, "scsi0: san:vm-101-disk-0")).toMatchObject({
      missing: [{ access: "declare" }],
    });
  });
});
