import { describe, expect, it } from "vitest";
import { itHoldsItsPage, judgeLine } from "../../../test/support/rule-page.ts";
import { orphaned } from "./orphaned.ts";

describe("volume/orphaned", () => {
  itHoldsItsPage(orphaned);

  it("names who keeps it, and warns that removing destroys it", () => {
    expect(judgeLine(orphaned, "unused0: tank:vm-101-disk-1")).toMatchObject({
      message: "unused0 of 101 keeps it, no drive uses it; it takes space and has to move with the guest",
      remedy: { kind: "manual", risks: [expect.stringContaining("destroys its data")] },
    });
  });

  it("names the snapshot that needs it", () => {
    const line = "unused0: tank:vm-101-disk-1 | @snapshot old scsi1: tank:vm-101-disk-1,size=8G";
    expect(judgeLine(orphaned, line)).toMatchObject({
      message: expect.stringMatching(/snapshot old needs it$/),
    });
  });
});
