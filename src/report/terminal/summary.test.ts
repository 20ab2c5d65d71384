import { describe, expect, it } from "vitest";
import { sampleOpen, sampleReport } from "../../../test/support/sample-report.ts";
import { clusterLine } from "./summary.ts";

const plain = { columns: 100, colour: "none", ascii: false } as const;

describe("the line of a cluster", () => {
  it("never reads as clean where something open could be critical", () => {
    const open = [sampleOpen("pool/nearly-full", "101", "fill of pool tank", { severity: "critical" })];
    expect(clusterLine(sampleReport({ open }), plain)).toContain("1 could be critical");
    expect(clusterLine(sampleReport({ open: [], findings: [] }), plain)).not.toContain("critical");
  });
});
