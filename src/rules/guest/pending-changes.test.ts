import { describe, expect, it } from "vitest";
import { itHoldsItsPage, judgeLine } from "../../../test/support/rule-page.ts";
import { pendingChanges } from "./pending-changes.ts";

describe("guest/pending-changes", () => {
  itHoldsItsPage(pendingChanges);

  it("names every key, removals as such", () => {
    const line = "memory: 2048 | cores: 2 | @pending memory: 4096 | @pending delete: cores";
    expect(judgeLine(pendingChanges, line)).toMatchObject({
      message: "saved, but not in force until a stop and start: memory, cores (to be removed)",
      evidence: [{ fact: "pending memory", value: "4096" }, { fact: "pending cores" }],
      remedy: { commands: [{ argv: ["qm", "pending", "101"], node: "pve1" }] },
    });
  });
});
