import { describe, expect, it } from "vitest";
import { itHoldsItsPage, judgeLine } from "../../../test/support/rule-page.ts";
import { assumptions } from "../../model/assumptions.ts";
import { offBaseline } from "./off-baseline.ts";

describe("node/off-baseline", () => {
  itHoldsItsPage(offBaseline);

  it("lists what to look at again, and nothing that is refuted already", () => {
    const outcome = judgeLine(offBaseline, "@versions zfsutils-linux=2.2.7-pve2");
    expect(outcome).toMatchObject({
      message: "OpenZFS 2.2 (read at 2.4.3): look again at 4 assumptions behind the verdicts",
      remedy: { steps: expect.arrayContaining([expect.stringContaining("zfs_txg_timeout is 5 s")]) },
    });
    expect(JSON.stringify(outcome)).not.toContain("has to be made anew");
  });

  it("has one entry of each name, each with a source and a way to check", () => {
    expect(new Set(assumptions.map(({ id }) => id)).size).toBe(assumptions.length);
    for (const { sources, recheck } of assumptions) {
      expect(sources.length).toBeGreaterThan(0);
      expect(recheck).not.toBe("");
    }
  });
});
