import { describe, expect, it } from "vitest";
import { sampleFinding, sampleReport } from "../../../test/support/sample-report.ts";
import type { Finding } from "../../model/audit-report.ts";
import { terminalAudit } from "./audit.ts";
import { terminalShow } from "./show.ts";
import type { Style } from "./style.ts";

const style: Style = { columns: 80, colour: "none", ascii: false };
const waiver = (until: string): Partial<Finding> => ({ waiver: { reason: "measured", by: "ann", until } });
const found = sampleFinding("warning", "drive/iothread-off", "101 scsi0", "iothread is 0");
const waived = [
  sampleFinding("error", "drive/aio-native-blocks", "101 scsi0", "aio is native", waiver("2026-11-30")),
  sampleFinding("note", "drive/cache-slow", "101 scsi0", "cache is slow", waiver("2026-09-01")),
];
const counts = { critical: 0, error: 0, warning: 1, note: 0, waived: 2 };

describe("waived findings in an audit", () => {
  const report = sampleReport({ findings: [found, ...waived], counts });

  it("are one line, apart from what counts", () => {
    const text = terminalAudit(report, style);
    expect(text).toContain("\n2 waived (next expires 1 Sep)\n");
    expect(text).toContain("△ 1 warning   2 waived ");
    expect(text).not.toContain("aio is native");
    expect(text).not.toContain("ERROR");
    expect(text).not.toContain("▲");
  });

  it("are listed with -v: who answers for them, why and until when", () => {
    const text = terminalAudit(report, style, { verbose: true });
    expect(text).toContain("  101 web scsi0  drive/aio-native-blocks until 2026-11-30, ann: measured\n");
    expect(text).toContain("  101 web scsi0  drive/cache-slow until 2026-09-01, ann: measured\n");
  });

  it("do not keep a report from being quiet, and are no passes", () => {
    const text = terminalAudit(sampleReport({ findings: waived, counts: { ...counts, warning: 0 } }), style);
    expect(text.split("\n")[0]).toContain("homelab  ✓ 238 pass, 2 waived (next expires 1 Sep)");
  });

  it("name the year of another year", () => {
    const [first = found] = waived;
    const later = { ...first, ...waiver("2027-01-09") };
    expect(
      terminalAudit(sampleReport({ findings: [later], counts: { ...counts, waived: 1 } }), style),
    ).toContain("1 waived (next expires 9 Jan 2027)");
  });

  it("are said where one guest is shown", () => {
    const [guest] = report.guests;
    if (guest === undefined) throw new Error("the sample has a guest");
    const text = terminalShow(
      guest,
      report.findings,
      [],
      {},
      { topology: {}, backups: null, fileSystems: null, storedVolumes: null, checklist: [] },
      style,
    );
    expect(text).toContain("△ 1 warning\n");
    expect(text).toContain("aio is native; waived until 2026-11-30 by ann: measured");
  });
});

describe("the policy file of a report", () => {
  const policy = { path: "lanekeeper.yaml", sha256: "0123456789abcdef".repeat(4) };
  it("is named with its digest, and with those it builds on", () => {
    expect(terminalAudit(sampleReport({ findings: [found], policy }), style)).toContain(
      "policy lanekeeper.yaml, sha256 0123456789ab\n",
    );
    const extended = { ...policy, extends: [{ path: "base.yaml", sha256: "f".repeat(64) }] };
    expect(terminalAudit(sampleReport({ policy: extended }), style, { verbose: true })).toContain(
      "policy lanekeeper.yaml, sha256 0123456789ab; on base.yaml, sha256 ffffffffffff\n",
    );
  });
  it("is not named where there is none", () => {
    expect(terminalAudit(sampleReport({ findings: [found] }), style)).not.toContain("policy");
  });
});
