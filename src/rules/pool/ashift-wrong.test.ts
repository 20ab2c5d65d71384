import { describe, expect, it } from "vitest";
import { itHoldsItsPage, judgeLine } from "../../../test/support/rule-page.ts";
import { ashiftWrong } from "./ashift-wrong.ts";

describe("pool/ashift-wrong", () => {
  itHoldsItsPage(ashiftWrong);

  it("reads the vdev and shows what the pool claims", () => {
    const line = "@no-vdevs tank | @vdev tank data disk /dev/nvme0n1 ashift=9 | @pool-fact tank ashift=12";
    expect(judgeLine(ashiftWrong, line)).toMatchObject({
      message: expect.stringContaining("ashift is 9 on disk /dev/nvme0n1"),
      evidence: [{ value: "9" }, { fact: "ashift of the pool (can lie)", value: "12" }],
      remedy: { kind: "manual" },
    });
  });
});
