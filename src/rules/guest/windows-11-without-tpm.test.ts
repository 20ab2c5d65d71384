import { describe, expect, it } from "vitest";
import { itHoldsItsPage, judgeLine } from "../../../test/support/rule-page.ts";
import { windows11WithoutTpm } from "./windows-11-without-tpm.ts";

describe("guest/windows-11-without-tpm", () => {
  itHoldsItsPage(windows11WithoutTpm);

  it("asks the agent for the name of the system", () => {
    expect(judgeLine(windows11WithoutTpm, "ostype: win11")).toMatchObject({
      missing: [{ fact: "name of the guest's system", access: "agent", node: "pve1" }],
    });
  });
});
