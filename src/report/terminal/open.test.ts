import { describe, expect, it } from "vitest";
import { sampleOpen } from "../../../test/support/sample-report.ts";
import { openLines } from "./open.ts";

const plain = { columns: 80, colour: "none", ascii: false } as const;

describe("what is open", () => {
  it("says so when it could be critical, with rule and place", () => {
    const open = [
      sampleOpen("guest/ha-on-local-disk", "101", "ha/resources.cfg", { severity: "critical" }),
      sampleOpen("guest/ha-on-local-disk", "102", "ha/resources.cfg", { severity: "critical" }),
      sampleOpen("drive/ssd-not-announced", "101 scsi0", "medium of storage tank"),
    ];
    expect(openLines({ open }, plain, false)).toContain(
      "? 2 could be critical: guest/ha-on-local-disk 101, 102",
    );
  });

  it("names three places and counts the rest", () => {
    const open = ["101", "102", "103", "104"].map((place) =>
      sampleOpen("guest/ha-on-local-disk", place, "ha/resources.cfg", { severity: "critical" }),
    );
    expect(openLines({ open }, plain, false).join(" ")).toContain("101, 102, 103 and 1 more");
  });

  it("is silent about severity where nothing open could be critical", () => {
    const open = [sampleOpen("drive/ssd-not-announced", "101 scsi0", "medium of storage tank")];
    expect(openLines({ open }, plain, false).join(" ")).not.toContain("critical");
  });

  it("asks once for all that the facts script reads, and one by one where somebody wants it all", () => {
    const open = ["a", "b", "c", "d"].map((fact) => {
      const judgement = sampleOpen("pool/trim-twice", "101", fact);
      return {
        ...judgement,
        missing: judgement.missing.map((one) => ({ ...one, node: "pve1", byScript: true as const })),
      };
    });
    const folded = openLines({ open }, plain, false).join(" ");
    expect(folded).toContain("4 wait for what the facts script reads of pve1: a, b, c, d");
    expect(folded.match(/collect --script/g)).toHaveLength(1);
    expect(openLines({ open }, plain, true).join(" ")).not.toContain("wait for what the facts script");
  });
});
