import { describe, expect, it } from "vitest";
import { itHoldsItsPage, judgeLine } from "../../../test/support/rule-page.ts";
import { lvmAutoactivation } from "./lvm-autoactivation.ts";

describe("storage/lvm-autoactivation", () => {
  itHoldsItsPage(lvmAutoactivation);

  it("names each volume once, and one command for each", () => {
    expect(
      judgeLine(lvmAutoactivation, "@storage san | @lv vg_san/vm-101-disk-0 linear auto=yes"),
    ).toMatchObject({
      message: expect.stringContaining("vm-101-disk-0 in vg_san is activated by every node at boot"),
      remedy: {
        commands: [{ argv: ["lvchange", "--setautoactivation", "n", "vg_san/vm-101-disk-0"], node: "pve1" }],
      },
    });
  });
});
