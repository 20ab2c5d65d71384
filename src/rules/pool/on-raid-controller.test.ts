import { describe, expect, it } from "vitest";
import { itHoldsItsPage, judgeLine } from "../../../test/support/rule-page.ts";
import { onRaidController } from "./on-raid-controller.ts";

describe("pool/on-raid-controller", () => {
  itHoldsItsPage(onRaidController);

  it("names the virtual disk", () => {
    expect(judgeLine(onRaidController, "@vdevs disk 1 | @disk vd0 hdd model=PERC_H730_Mini")).toMatchObject({
      message: expect.stringContaining("PERC H730 Mini (/dev/vd0) is a virtual disk"),
    });
  });
});
