import { describe, expect, it } from "vitest";
import { readExample } from "../../../test/support/example.ts";
import { itHoldsItsPage, judge } from "../../../test/support/rule-page.ts";
import { defaultPolicy } from "../../model/policy.ts";
import { templateFirst } from "./template-first.ts";

describe("guest/template-first", () => {
  itHoldsItsPage(templateFirst);

  it("counts the findings and names the worst", () => {
    const { snapshot, drive } = readExample("pass  scsi0: tank:base-101-disk-0 | template: 1");
    const failures = [
      { rule: "drive/discard-off", drive: "scsi0", severity: "warning" },
      { rule: "drive/cache-doubles-arc", drive: "scsi1", severity: "error" },
    ] as const;
    expect(judge(templateFirst, snapshot, drive, defaultPolicy, failures)).toMatchObject({
      message:
        "template: every clone inherits 2 drive findings, the worst drive/cache-doubles-arc on scsi1 (error)",
    });
  });
});
