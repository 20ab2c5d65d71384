import { describe, expect, it } from "vitest";
import { exampleOf } from "../../test/support/resolved-example.ts";
import type { AuditReport, Finding } from "../model/audit-report.ts";
import type { ClusterSnapshot } from "../model/cluster.ts";
import { compareSeverity, severities } from "../model/outcome.ts";
import { resolve } from "../resolve/resolve.ts";
import { ruleList } from "../rules/index.ts";
import { type AuditOptions, audit, reaches } from "./audit.ts";

const options: AuditOptions = {
  tool: { name: "lanekeeper", version: "0.0.0" },
  generatedAt: "2026-11-22T10:00:00.000Z",
  sources: [],
};
const auditOf = (snapshot: ClusterSnapshot, more: Partial<AuditOptions> = {}): AuditReport =>
  audit(resolve(snapshot), { ...options, ...more });
const reportOf = (line: string, more: Partial<AuditOptions> = {}): AuditReport =>
  auditOf(exampleOf(line), more);
const only =
  (...ids: readonly string[]) =>
  (id: string): boolean =>
    ids.includes(id);
const place = ({ rule, subject }: Finding): string =>
  `${rule} ${subject.vmid ?? subject.volume} ${subject.drive ?? ""}`.trim();

describe("the id of a finding", () => {
  const ids = (line: string): ReadonlyMap<string, string> =>
    new Map(reportOf(line).findings.map((finding) => [place(finding), finding.id]));
  const messy = "scsi0: san:vm-101-disk-0 | scsi1: san:vm-101-disk-1 | agent: 0";

  it("is a hex SHA-256 of its own", () => {
    const { findings } = reportOf(messy);
    for (const { id } of findings) expect(id).toMatch(/^[0-9a-f]{64}$/);
    expect(new Set(findings.map(({ id }) => id)).size).toBe(findings.length);
    expect(findings.length).toBeGreaterThan(5);
  });

  it("is the one that earlier runs and other machines printed", () => {
    // sha256 of ["guest/agent-off",{"kind":"guest","vmid":101}], worked out with sha256sum
    expect(ids(messy).get("guest/agent-off 101")).toBe(
      "ad11709340e708a649031b9b43a7be7a0b40690b285d5aadaf5f2352134663a4",
    );
    expect(ids(messy).get("drive/discard-off 101 scsi1")).toBe(
      "4bda8115c4992560dfadeb07fc169d8a000492fd1088237453229df432562919",
    );
  });

  it("stays when the guest moves to another node", () => {
    const snapshot = exampleOf(messy);
    const moved = { ...snapshot, guests: snapshot.guests.map((guest) => ({ ...guest, node: "pve2" })) };
    const idsOf = (s: ClusterSnapshot) => auditOf(s).findings.map(({ id }) => id);
    expect(idsOf(moved)).toEqual(idsOf(snapshot));
    expect(auditOf(moved).findings[0]?.subject.node).toBe("pve2");
  });

  it("differs by drive, by guest and by rule", () => {
    const found = ids(`${messy} | @other 102 scsi0: san:vm-102-disk-0 | @other 102 agent: 0`);
    const four = [
      "drive/discard-off 101 scsi0",
      "drive/discard-off 101 scsi1",
      "drive/discard-off 102 scsi0",
      "drive/iothread-off 101 scsi0",
    ];
    expect(new Set(four.map((key) => found.get(key))).size).toBe(4);
  });

  it("of a local volume names its node, of a shared one does not", () => {
    const subject = (line: string) =>
      reportOf(line, { rules: only("volume/attached-twice") }).findings.map((finding) => finding.subject);
    expect(subject("scsi0: tank:vm-101-disk-0 | @other 102 scsi0: tank:vm-101-disk-0")).toEqual([
      { kind: "volume", volume: "tank:vm-101-disk-0", node: "pve1" },
    ]);
    expect(subject("scsi0: san:vm-101-disk-0 | @other 102@pve2 scsi0: san:vm-101-disk-0")).toEqual([
      { kind: "volume", volume: "san:vm-101-disk-0" },
    ]);
  });
});

describe("the order of findings", () => {
  const line = [
    "scsi0: san:vm-101-disk-0",
    "scsi10: san:vm-101-disk-2,cache=writeback",
    "scsi2: san:vm-101-disk-1,cache=writeback",
    "@other 9 scsi0: san:vm-9-disk-0,cache=writeback",
    "@other 100 scsi0: san:base-100-disk-0,cache=writeback",
    "@other 100 template: 1",
    "@other 900 scsi0: san:vm-900-disk-0,cache=writeback",
    "@other 900 tags: golden",
  ].join(" | ");
  const { findings } = reportOf(line);

  it("is severity, then rank", () => {
    const ranks = findings.map(({ rule }) => ruleList.findIndex(({ id }) => id === rule));
    for (const [index, finding] of findings.entries()) {
      const next = findings[index + 1];
      if (next === undefined) continue;
      const order = compareSeverity(finding.severity, next.severity);
      expect(order).toBeLessThanOrEqual(0);
      if (order === 0) expect(ranks[index]).toBeLessThanOrEqual(ranks[index + 1] ?? 0);
    }
    expect(new Set(findings.map(({ severity }) => severity)).size).toBeGreaterThan(2);
  });

  it("puts what clones inherit first, then guests by number and drives by natural order", () => {
    const cache = findings.filter(({ rule }) => rule === "drive/cache-not-coherent").map(place);
    expect(cache.map((text) => text.replace("drive/cache-not-coherent ", ""))).toEqual([
      "100 scsi0",
      "900 scsi0",
      "9 scsi0",
      "101 scsi2",
      "101 scsi10",
    ]);
  });

  it("does not depend on the order in which the guests were read", () => {
    const snapshot = exampleOf(line);
    const turned = { ...snapshot, guests: snapshot.guests.toReversed() };
    expect(auditOf(turned).findings).toEqual(findings);
  });
});

describe("counts and coverage", () => {
  it("count findings by severity", () => {
    const { counts, findings } = reportOf("scsi0: san:vm-101-disk-0,cache=unsafe | scsi1: thin:x | agent: 0");
    for (const severity of severities)
      expect(counts[severity]).toBe(findings.filter((finding) => finding.severity === severity).length);
    expect(counts.critical).toBeGreaterThan(0);
    expect(counts.waived).toBe(0);
  });

  const coverage = (line: string, rule: string) => {
    const report = reportOf(line, { rules: only(rule) });
    return [report.coverage.judged, report.coverage.due, report.findings.length, report.open.length];
  };

  it.each([
    ["a pass is judged and due", "scsi0: tank:x,discard=on", "drive/discard-off", [1, 1, 0, 0]],
    ["a fail is judged and due", "scsi0: tank:x", "drive/discard-off", [1, 1, 1, 0]],
    ["what does not apply is neither", "virtio0: tank:x", "drive/ssd-not-announced", [0, 0, 0, 0]],
    ["an open one is due only", "scsi0: tank:x | @no-facts", "drive/ssd-not-announced", [0, 1, 0, 1]],
    [
      "one that only a declaration answers is not due",
      "scsi0: nas:101/x.raw",
      "drive/ssd-not-announced",
      [0, 0, 0, 1],
    ],
    [
      "every drive counts",
      "scsi0: tank:x | scsi1: tank:y,discard=on | sata0: tank:z",
      "drive/discard-off",
      [3, 3, 2, 0],
    ],
    [
      "a line that can be read passes",
      "scsi0: tank:x | scsi1: tank:y,iothraed=1",
      "drive/unreadable",
      [2, 2, 1, 0],
    ],
    [
      "pending is not judged a second time",
      "scsi0: tank:x | @pending scsi1: tank:y",
      "drive/discard-off",
      [1, 1, 2, 0],
    ],
  ])("%s", (_, line, rule, expected) => expect(coverage(line, rule)).toEqual(expected));

  it("say who could answer an open one", () => {
    const due = (line: string) =>
      reportOf(line, { rules: only("drive/ssd-not-announced") }).open.map(({ due, missing }) => [
        due,
        missing.map(({ access }) => access),
      ]);
    expect(due("scsi0: nas:101/x.raw | scsi1: tank:x | @no-facts")).toEqual([
      [false, ["declare"]],
      [true, ["shell"]],
    ]);
  });

  it("do not call a container clean", () => {
    const snapshot = { ...exampleOf("net0: virtio"), containers: [{ vmid: 501, node: "pve1" }] };
    expect(auditOf(snapshot).notJudged).toEqual([{ kind: "container", vmid: 501, node: "pve1" }]);
  });
});

describe("what was assumed", () => {
  it("is said where a judged guest's node does not tell its versions", () => {
    expect(reportOf("scsi0: tank:x").cluster.assumed).toEqual([]);
    expect(reportOf("scsi0: tank:x | @no-fact packages").cluster.assumed).toEqual([
      "qemu-server 9.2.6",
      "QEMU 11.0.0",
    ]);
    expect(reportOf("scsi0: tank:x | @bare").cluster).toMatchObject({ nodes: [], nodeCount: null });
  });
});

describe("with some guests only", () => {
  const twice =
    "scsi0: tank:vm-102-disk-0 | @other 102 scsi0: tank:vm-102-disk-0 | @other 103 scsi0: tank:vm-103-disk-0";
  const report = (vmid: number) => reportOf(twice, { guests: (guest) => guest.vmid === vmid });

  it("a volume that one of them shares with another guest is still found", () => {
    for (const vmid of [101, 102]) {
      const found = report(vmid).findings.filter(({ rule }) => rule === "volume/attached-twice");
      expect(found.map(({ severity, message }) => [severity, message])).toEqual([
        ["critical", "attached as 101 scsi0, 102 scsi0; each overwrites what the other wrote"],
      ]);
    }
    expect(report(103).findings.map(({ rule }) => rule)).not.toContain("volume/attached-twice");
  });

  it("others are left out, in the report and in what was judged", () => {
    const { guests, findings, open } = report(103);
    expect(guests.map(({ vmid }) => vmid)).toEqual([103]);
    const ofGuests = [...findings, ...open].filter(({ subject }) =>
      /^(guest|drive|volume)$/.test(subject.kind),
    );
    const named = ofGuests.map(({ subject }) => subject.vmid ?? subject.volume);
    expect(new Set(named)).toEqual(new Set([103, "tank:vm-103-disk-0"]));
    const below = open.flatMap(({ subject }) => subject.pool ?? []);
    expect(new Set(below)).toEqual(new Set(["tank"]));
  });

  it("their findings are those of the whole audit", () => {
    const whole = reportOf(twice);
    const ofGuest = whole.findings.filter(({ subject }) => subject.vmid === 103);
    expect(report(103).findings.filter(({ subject }) => subject.kind !== "volume")).toEqual(ofGuest);
  });
});

it("a path that one of two guests calls shared is attached twice", () => {
  const { findings } = reportOf("scsi0: /dev/sdh,shared=1 | @other 102 scsi0: /dev/sdh");
  expect(findings.find(({ rule }) => rule === "volume/attached-twice")?.severity).toBe("critical");
});

it("reaches a level when it is as bad or worse", () => {
  expect(severities.map((severity) => reaches(severity, "error"))).toEqual([true, true, false, false]);
});

describe("a template whose drive rules are open", () => {
  const template = (line: string) => {
    const { findings, open } = reportOf(`${line} | template: 1`);
    return [...findings, ...open].filter(({ rule }) => rule === "guest/template-first");
  };
  const clean = "local:101/base-101-disk-0.raw,discard=on,iothread=1,ssd=1";

  it("passes only when they pass", () => {
    expect(template(`scsi0: ${clean}`)).toEqual([]);
    expect(template(`scsi0: ${clean} | @no-fact mounts`)).toMatchObject([
      { due: true, missing: [{ fact: "file system under /var/lib/vz" }] },
    ]);
  });

  it("does not wait for what only a person can say", () => {
    expect(template("scsi0: nas:101/base-101-disk-0.raw,discard=on,iothread=1")).toEqual([]);
  });

  it("has a finding all the same where one of them failed", () => {
    expect(template(`scsi0: ${clean},werror=ignore | @no-fact mounts`)).toMatchObject([{ severity: "note" }]);
  });
});
