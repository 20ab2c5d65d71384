import { describe, expect, it } from "vitest";
import { itHoldsItsPage, judgeLine } from "../../../test/support/rule-page.ts";
import { specialNotRedundant } from "./special-not-redundant.ts";

describe("pool/special-not-redundant", () => {
  itHoldsItsPage(specialNotRedundant);

  it("compares what each survives, and attaches a device", () => {
    expect(judgeLine(specialNotRedundant, "@vdev tank special disk /dev/sda")).toMatchObject({
      message:
        "the special vdev (disk /dev/sda) survives the loss of 0 devices, the data that of 1: the pool dies with it",
      remedy: { steps: [expect.stringContaining("zpool attach tank /dev/sda"), {}] },
    });
  });
});
