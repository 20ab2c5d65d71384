import { describe, expect, it } from "vitest";
import { itHoldsItsPage, judgeLine } from "../../../test/support/rule-page.ts";
import { agentSilent } from "./agent-silent.ts";

describe("guest/agent-silent", () => {
  itHoldsItsPage(agentSilent);

  it("says what would answer it", () => {
    expect(judgeLine(agentSilent, "agent: 1")).toMatchObject({
      missing: [{ fact: "whether the guest agent answers", node: "pve1", access: "shell" }],
    });
  });
});
