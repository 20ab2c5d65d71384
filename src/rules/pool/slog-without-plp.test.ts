import { describe, expect, it } from "vitest";
import { itHoldsItsPage, judgeLine } from "../../../test/support/rule-page.ts";
import { defaultPolicy } from "../../model/policy.ts";
import { slogWithoutPlp } from "./slog-without-plp.ts";

const consumer = "@vdev tank log disk /dev/vdl | @disk vdl ssd model=Samsung_SSD_870_EVO_500GB";

describe("pool/slog-without-plp", () => {
  itHoldsItsPage(slogWithoutPlp);

  it("names the model, and what is already in the node", () => {
    expect(judgeLine(slogWithoutPlp, `${consumer} | @disk vdz ssd model=SAMSUNG_MZILT3T8HALS`)).toMatchObject(
      {
        message: expect.stringContaining("SLOG on Samsung SSD 870 EVO 500GB (/dev/vdl)"),
        remedy: { steps: [expect.stringContaining("already SAMSUNG MZILT3T8HALS"), {}, {}, {}] },
      },
    );
  });

  it("is a note behind a UPS", () => {
    const policy = { ...defaultPolicy, nodes: { pve1: { ups: true } } };
    expect(judgeLine(slogWithoutPlp, consumer, policy)).toMatchObject({ severity: "note" });
  });

  it("asks only for a declaration where the model is not listed: that is never due", () => {
    const unlisted = "@vdev tank log disk /dev/vdl | @disk vdl ssd model=Unlisted";
    expect(judgeLine(slogWithoutPlp, unlisted)).toMatchObject({
      missing: [{ fact: "power-loss protection of Unlisted (/dev/vdl)", access: "declare" }],
    });
    const disks = [{ match: "Unlisted", value: { plp: true }, source: "lanekeeper.yaml:3" }];
    expect(judgeLine(slogWithoutPlp, unlisted, { ...defaultPolicy, disks })).toEqual({ kind: "pass" });
  });
});
