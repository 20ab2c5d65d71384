import { describe, expect, it } from "vitest";
import { itHoldsItsPage, judgeLine } from "../../../test/support/rule-page.ts";
import { recordsizeInert } from "./recordsize-inert.ts";

describe("pool/recordsize-inert", () => {
  itHoldsItsPage(recordsizeInert);

  it("takes the value away rather than setting another", () => {
    const line = "@no-dataset tank/dir | @dataset tank recordsize=16384 | @cfg zdir path /z";
    expect(judgeLine(recordsizeInert, line)).toMatchObject({
      message: "recordsize=16K (written) has no effect on zvols, and only zvols are in it",
      remedy: { commands: [{ argv: ["zfs", "inherit", "recordsize", "tank"], node: "pve1" }] },
    });
  });
});
