import { describe, expect, it } from "vitest";
import { itHoldsItsPage, judgeLine } from "../../../test/support/rule-page.ts";
import { thinPoolFull } from "./thin-pool-full.ts";

describe("storage/thin-pool-full", () => {
  itHoldsItsPage(thinPoolFull);

  it("names both, and the node", () => {
    expect(judgeLine(thinPoolFull, "@storage thin | @lv pve/data thin-pool data=85")).toMatchObject({
      message: expect.stringContaining("thin pool pve/data: data 85 %, metadata not known"),
      evidence: [{ node: "pve1" }],
    });
  });
});
