import { describe, expect, it } from "vitest";
import { itHoldsItsPage, judgeLine } from "../../../test/support/rule-page.ts";
import { versionsMixed } from "./versions-mixed.ts";

describe("node/versions-mixed", () => {
  itHoldsItsPage(versionsMixed);

  it("names the node that is ahead", () => {
    expect(judgeLine(versionsMixed, "@on pve2 pkg qemu-server=9.2.0")).toMatchObject({
      message: "qemu-server 9.1.18 here, 9.2.0 on pve2: defaults and moves can differ",
    });
  });
});
