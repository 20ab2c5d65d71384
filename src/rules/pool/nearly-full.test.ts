import { describe, expect, it } from "vitest";
import { itHoldsItsPage, judgeLine } from "../../../test/support/rule-page.ts";
import { defaultPolicy } from "../../model/policy.ts";
import { defaultThresholds } from "../../model/thresholds.ts";
import { nearlyFull } from "./nearly-full.ts";

describe("pool/nearly-full", () => {
  itHoldsItsPage(nearlyFull);

  it("names what shares the space, and relocates the backups first", () => {
    const line = "scsi0: tank:vm-101-disk-0 | @pool-fact tank capacity=94 | @datastore main /tank/pbs";
    expect(judgeLine(nearlyFull, line)).toMatchObject({
      message:
        "94 % of 3.9T full: ZFS slows down and fragments, and at 100 % every guest stops; it carries 1 guest volume and PBS datastore main",
      remedy: { steps: [expect.stringContaining("relocate PBS datastore main"), {}, {}, {}] },
    });
  });

  it("takes its levels from the policy", () => {
    const thresholds = { ...defaultThresholds, poolNearlyFull: { warning: 30, error: 90, critical: 95 } };
    expect(judgeLine(nearlyFull, "@pool rust", { ...defaultPolicy, thresholds })).toMatchObject({
      severity: "warning",
    });
  });
});
