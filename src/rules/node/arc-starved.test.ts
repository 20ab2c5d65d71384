import { describe, expect, it } from "vitest";
import { itHoldsItsPage, judgeLine } from "../../../test/support/rule-page.ts";
import { arcStarved } from "./arc-starved.ts";

describe("node/arc-starved", () => {
  itHoldsItsPage(arcStarved);

  it("shows what it rests on", () => {
    expect(judgeLine(arcStarved, "@arc size=8 cMax=8 hits=700 misses=300")).toMatchObject({
      message:
        "ARC is full (8G of 8G) and serves only 70 % of what is asked: reads wait for disks, the node has 64G of RAM",
    });
  });
});
