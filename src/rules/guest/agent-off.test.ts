import { describe, expect, it } from "vitest";
import { itHoldsItsPage, judgeLine } from "../../../test/support/rule-page.ts";
import { agentOff } from "./agent-off.ts";

describe("guest/agent-off", () => {
  itHoldsItsPage(agentOff);

  it("says whether anyone asked for it", () => {
    expect(judgeLine(agentOff, "agent: -")).toMatchObject({
      message: "agent is off (default, nobody set it); backups cannot quiesce the guest's file systems",
      remedy: { changes: [{ key: "agent", from: null, to: "1" }] },
    });
  });

  it("keeps the other keys of the option", () => {
    expect(judgeLine(agentOff, "agent: 0,fstrim_cloned_disks=1")).toMatchObject({
      remedy: { safety: "safe", changes: [{ key: "agent", to: "1,fstrim_cloned_disks=1" }] },
    });
    expect(judgeLine(agentOff, "agent: type=isa,enabled=0")).toMatchObject({
      remedy: { changes: [{ key: "agent", to: "type=isa,enabled=1" }] },
    });
  });
});
