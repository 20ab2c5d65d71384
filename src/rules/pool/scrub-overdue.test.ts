import { describe, expect, it } from "vitest";
import { itHoldsItsPage, judgeLine } from "../../../test/support/rule-page.ts";
import { scrubOverdue } from "./scrub-overdue.ts";

describe("pool/scrub-overdue", () => {
  itHoldsItsPage(scrubOverdue);

  it("counts from the day the facts were read", () => {
    expect(judgeLine(scrubOverdue, "@pool-fact tank lastScrub=2026-09-01T00:00:00Z")).toMatchObject({
      message: expect.stringContaining("ended 82 days ago"),
      remedy: { commands: [{ argv: ["zpool", "scrub", "tank"], node: "pve1" }] },
    });
  });
});
