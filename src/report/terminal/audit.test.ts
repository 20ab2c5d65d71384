import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  examReport,
  sampleFinding,
  sampleGuest,
  sampleOpen,
  sampleReport,
} from "../../../test/support/sample-report.ts";
import type { AuditReport, Finding } from "../../model/audit-report.ts";
import { terminalAudit } from "./audit.ts";
import { width } from "./lines.ts";
import type { Style } from "./style.ts";

const plain = (columns: number): Style => ({ columns, colour: "none", ascii: false });
const golden = (name: string): string => `golden/${name}.txt`;

describe("the audit on a terminal", () => {
  it.each([80, 160])("at %i columns", async (columns) => {
    await expect(terminalAudit(examReport, plain(columns))).toMatchFileSnapshot(golden(`audit-${columns}`));
  });

  it("with 256 colours", async () => {
    const text = terminalAudit(examReport, { columns: 80, colour: "256", ascii: false });
    await expect(text.replaceAll("\x1b", "\\e")).toMatchFileSnapshot(golden("audit-80-colour"));
  });

  it("in ASCII, with notes and evidence", async () => {
    const text = terminalAudit(examReport, { ...plain(80), ascii: true }, { showNotes: true, verbose: true });
    expect(text).toMatch(/^[\n\x20-\x7e]*$/);
    await expect(text).toMatchFileSnapshot(golden("audit-80-ascii-verbose"));
  });

  it("as one line for the cluster", async () => {
    const text = terminalAudit(examReport, plain(80), { summary: true });
    expect(text.split("\n").length).toBe(2);
    await expect(text).toMatchFileSnapshot(golden("summary-80"));
  });

  it("ends with the summary where it is taller than the terminal", () => {
    expect(terminalAudit(examReport, { ...plain(80), rows: 24 })).toContain("without findings");
    expect(terminalAudit(examReport, { ...plain(80), rows: 400 })).not.toContain("without findings");
  });
});

describe("an audit without findings", () => {
  it("is one line", () => {
    const { cluster } = sampleReport();
    expect(terminalAudit(sampleReport({ cluster: { ...cluster, assumed: [] } }), plain(100))).toBe(
      "homelab  ✓ all 240 judgements pass             3 nodes, 1 guest, read 2026-08-30 09:46 UTC\n".replace(
        / {4,}/,
        (gap) => gap.padEnd(23),
      ),
    );
  });

  it("says below it which versions were assumed, and that one node cannot move anything", () => {
    const { cluster } = sampleReport();
    const text = terminalAudit(sampleReport({ cluster: { ...cluster, nodeCount: 1 } }), plain(100));
    expect(text).toContain("the newest known defaults are assumed, QEMU 11.0.2");
    expect(text).toContain("mobility is not judged");
  });

  it("has no tick where something due is open, nothing was read, or files were lost", () => {
    const open = terminalAudit(
      sampleReport({ open: [sampleOpen("drive/x", "101 scsi0", "medium")] }),
      plain(80),
    );
    expect(open).toContain("? 240 of 241 pass, 1 open, nothing failed");
    const empty = terminalAudit(sampleReport({ guests: [], coverage: { judged: 0, due: 0 } }), plain(80));
    const lost = terminalAudit(sampleReport({ unreadableFiles: [{ path: "a", reason: "b" }] }), plain(80));
    for (const text of [open, empty, lost]) expect(text).not.toContain("✓");
  });

  it("has no tick where something critical is open, due or not, and names it", () => {
    const open = [
      sampleOpen("drive/aio-will-not-start", "101 scsi0", "x", { severity: "critical", due: false }),
    ];
    const text = terminalAudit(sampleReport({ open }), plain(80));
    expect(text).not.toContain("✓");
    expect(text).toContain("1 could be critical: drive/aio-will-not-start 101 scsi0");
  });

  it("has the tick where only a declaration is missing, and says so", () => {
    const missing = [{ fact: "medium", access: "declare", how: "declare medium: ssd for san" }] as const;
    const text = terminalAudit(
      sampleReport({ open: [sampleOpen("drive/x", "101 scsi0", "", { due: false, missing })] }),
      plain(80),
    );
    expect(text).toContain("✓ all 240");
    expect(text).toContain("1 could be answered by declaring medium: ssd for san");
  });
});

it("says that a single node judges no mobility", () => {
  const { cluster } = sampleReport();
  const findings = [sampleFinding("note", "drive/cache-slow", "101 scsi0", "slow")];
  const report = sampleReport({ cluster: { ...cluster, nodeCount: 1 }, findings });
  expect(terminalAudit(report, plain(80))).toContain("one node: nothing can move");
});

it("folds a rule over many places, and lists them all when told to", () => {
  const findings = Array.from({ length: 88 }, (_, at) =>
    sampleFinding("error", "drive/aio-native-blocks", `${at + 100} scsi0`, "aio is native"),
  );
  const report = sampleReport({ findings });
  const folded = terminalAudit(report, plain(80));
  expect(folded).toContain("▲ 88 drives");
  expect(folded).toContain("100 scsi0, 101 scsi0, 102");
  expect(folded).toContain("lanekeeper audit --rule drive/aio-native-blocks");
  expect(folded).not.toContain("187 scsi0");
  expect(terminalAudit(report, plain(80), { unfold: true })).toContain("187 scsi0");
});

it("folds guests without findings in a large cluster", () => {
  const guests = Array.from({ length: 40 }, (_, at) => sampleGuest(100 + at, `web-${at}`));
  const findings = [sampleFinding("warning", "drive/iothread-off", "107 scsi0", "iothread is 0")];
  const text = terminalAudit(sampleReport({ guests, findings }), plain(80));
  expect(text).toContain("39 guests without findings");
  expect(text).toContain("web-7");
  expect(text).not.toContain("web-8");
});

const anyName = fc.oneof(
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.constantFrom(
    "東京サーバー本番系データベース",
    "👩‍👩‍👧‍👦 family",
    "\x1b[31mred\x1b[0m",
    "a\nb\tc",
    "x\u202egnp.exe",
    "\ud800lone",
    "e\u0301\u0301\u0301",
  ),
);

/** The exam with other names everywhere a config could put them. */
function renamed(name: string): AuditReport {
  const guests = examReport.guests.map((guest) => ({
    ...guest,
    name,
    node: name,
    drives: guest.drives.map((drive) => ({ ...drive, volume: name, storage: name })),
  }));
  const findings = examReport.findings.map((finding) => ({
    ...finding,
    message: `${finding.message} ${name}`,
  }));
  return { ...examReport, guests, findings, cluster: { ...examReport.cluster, name } };
}

describe("whatever a config says", () => {
  const styles = fc.record({
    columns: fc.integer({ min: 40, max: 200 }),
    colour: fc.constantFrom("none", "16", "256"),
    ascii: fc.boolean(),
  });
  const options = fc.record({
    showNotes: fc.boolean(),
    verbose: fc.boolean(),
    summary: fc.boolean(),
    unfold: fc.boolean(),
  });

  it("no line is wider than the terminal, and no control character gets through", () => {
    fc.assert(
      fc.property(anyName, styles, options, (name, style, chosen) => {
        const text = terminalAudit(renamed(name), style, chosen);
        const seen = text.replace(/\x1b\[[\d;]*m/g, "");
        expect(seen).not.toMatch(
          /[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/,
        );
        expect(seen).not.toMatch(/\p{Cs}/u);
        if (style.ascii) expect(seen).toMatch(/^[\n\x20-\x7e]*$/);
        for (const line of seen.split("\n")) expect(width(line)).toBeLessThanOrEqual(style.columns);
      }),
      { numRuns: 150 },
    );
  });

  it("colour changes nothing but colour", () => {
    fc.assert(
      fc.property(anyName, fc.integer({ min: 60, max: 200 }), (name, columns) => {
        const report = renamed(name);
        const coloured = terminalAudit(report, { columns, colour: "256", ascii: false });
        expect(coloured.replace(/\x1b\[[\d;]*m/g, "")).toBe(terminalAudit(report, plain(columns)));
      }),
      { numRuns: 50 },
    );
  });
});

it("says the counts of the report", () => {
  const text = terminalAudit(examReport, plain(80));
  const { critical, error, warning, note } = examReport.counts;
  const { judged, due } = examReport.coverage;
  const verdict = `✗ ${critical} critical   ▲ ${error} error   △ ${warning} warning   · ${note} note`;
  expect(text.split(verdict)).toHaveLength(3);
  expect(text).toContain(`${judged} of ${due} judged, ${due - judged} open`);
});

it("says at both ends, and in one line, that a file was not read", () => {
  const findings = [sampleFinding("note", "drive/cache-slow", "101 scsi0", "slow")];
  const report = sampleReport({ findings, unreadableFiles: [{ path: "a", reason: "b" }] });
  expect(terminalAudit(report, plain(100)).split("\n")).toContainEqual(
    expect.stringMatching(/judged, 1 file not read$/),
  );
  const quiet = sampleReport({ unreadableFiles: [{ path: "a", reason: "b" }] });
  expect(terminalAudit(quiet, plain(80), { summary: true })).toContain("? 1 file not read");
});

it("shows in the lane table what was found of a volume, and of a storage that has no column", () => {
  const guest = sampleGuest(101, "web");
  const [drive] = guest.drives;
  const volume = drive?.volume ?? "";
  const about = (rule: string, subject: Finding["subject"]): string => {
    const findings = [{ ...sampleFinding("critical", rule, "101 scsi0", "twice"), subject }];
    return terminalAudit(sampleReport({ guests: [guest], findings }), plain(80));
  };
  expect(about("volume/attached-twice", { kind: "volume", volume })).toMatch(/^✗ +101 .*scsi0✗/m);
  const unusable = { kind: "drive", vmid: 101, drive: "scsi0" } as const;
  expect(about("drive/storage-unusable", unusable)).toMatch(/^✗ +101 .*scsi0✗/m);
});
