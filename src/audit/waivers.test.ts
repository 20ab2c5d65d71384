import { describe, expect, it } from "vitest";
import { policyOf } from "../../test/support/policy.ts";
import { exampleOf } from "../../test/support/resolved-example.ts";
import type { AuditReport } from "../model/audit-report.ts";
import { resolve } from "../resolve/resolve.ts";
import { type AuditOptions, audit } from "./audit.ts";

const line =
  "scsi0: san:vm-101-disk-0 | scsi1: tank:vm-101-disk-1,iothread=1 | agent: 1 | tags: prod;golden | @other 102 scsi0: san:vm-102-disk-0 | @other 102 scsihw: virtio-scsi-single";

function auditWith(text: string, more: Partial<AuditOptions> = {}, of = line): AuditReport {
  const policy = policyOf(text);
  return audit(resolve(exampleOf(of), policy), {
    tool: { name: "lanekeeper", version: "0" },
    generatedAt: "2026-11-22T23:59:59.000Z",
    sources: [],
    policy,
    ...more,
  });
}

const waiver = (where: string, until = "2026-11-30", rule = "drive/iothread-off"): string =>
  `waivers: [{rule: ${rule}, where: {${where}}, reason: measured, by: ann, until: ${until}}]`;
const iothreadOff = ({ findings }: AuditReport) =>
  findings
    .filter(({ rule }) => rule === "drive/iothread-off")
    .map(({ subject, waiver }) => `${subject.vmid} ${subject.drive}${waiver === undefined ? "" : " waived"}`);
const ofPolicy = ({ findings }: AuditReport) => findings.filter(({ rule }) => rule.startsWith("policy/"));

describe("a waiver", () => {
  it.each([
    ["vmid: 101", ["101 scsi0 waived", "102 scsi0"]],
    ["vmid: 10?", ["101 scsi0 waived", "102 scsi0 waived"]],
    ["vmid: 10", ["101 scsi0", "102 scsi0"]],
    ["tag: prod", ["101 scsi0 waived", "102 scsi0"]],
    ["tag: prod, drive: scsi1", ["101 scsi0", "102 scsi0"]],
    ["drive: scsi*", ["101 scsi0 waived", "102 scsi0 waived"]],
    ["storage: san, vmid: 102", ["101 scsi0", "102 scsi0 waived"]],
    ["storage: tank", ["101 scsi0", "102 scsi0"]],
    ["node: pve1", ["101 scsi0 waived", "102 scsi0 waived"]],
    ["node: pve2", ["101 scsi0", "102 scsi0"]],
    ["pool: '*'", ["101 scsi0", "102 scsi0"]],
  ])("where {%s}", (where, expected) => {
    expect(iothreadOff(auditWith(waiver(where))).sort()).toEqual(expected);
  });

  it("is told with its finding, which counts as waived and keeps its severity and place", () => {
    const plain = auditWith("");
    const report = auditWith(waiver("vmid: 101"));
    const of = ({ findings }: AuditReport) =>
      findings.find(({ rule, subject }) => rule === "drive/iothread-off" && subject.vmid === 101);
    expect(of(report)).toEqual({
      ...of(plain),
      waiver: { reason: "measured", by: "ann", until: "2026-11-30" },
    });
    expect(report.counts).toEqual({ ...plain.counts, warning: plain.counts.warning - 1, waived: 1 });
    expect(report.coverage).toEqual(plain.coverage);
    expect(report.findings.map(({ id }) => id)).toEqual(plain.findings.map(({ id }) => id));
  });

  it("takes its share out of the commands of other findings of the drive", () => {
    const commandsOf = (text: string, rule: string) =>
      auditWith(text)
        .findings.find(
          (finding) =>
            finding.rule === rule && finding.subject.drive === "scsi0" && finding.subject.vmid === 101,
        )
        ?.remedy.commands.map(({ argv }) => argv.at(-1));
    expect(commandsOf("", "drive/discard-off")).toEqual([expect.stringContaining("iothread=1")]);
    expect(commandsOf(waiver("vmid: 101"), "drive/discard-off")).toEqual([
      expect.not.stringContaining("iothread=1"),
    ]);
    expect(commandsOf(waiver("vmid: 101"), "drive/iothread-off")).toEqual([
      expect.stringMatching(/discard=on.*iothread=1/),
    ]);
  });

  it("holds through its last day, and is a finding from the next", () => {
    expect(iothreadOff(auditWith(waiver("vmid: 101", "2026-11-22")))).toContain("101 scsi0 waived");
    const report = auditWith(waiver("vmid: 101", "2026-11-21"));
    expect(iothreadOff(report)).toContain("101 scsi0");
    expect(ofPolicy(report)).toMatchObject([
      {
        rule: "policy/waiver-expired",
        severity: "warning",
        subject: { kind: "policy", waiver: "drive/iothread-off vmid=101" },
        evidence: [{ source: "lanekeeper.yaml:1" }, { value: "2026-11-21" }],
      },
    ]);
  });

  it("that matches nothing is a finding; its id does not depend on its line", () => {
    const [found, ...others] = ofPolicy(auditWith(`# line\n${waiver("drive: scsi7, vmid: 101")}`));
    expect(others).toEqual([]);
    expect(found).toMatchObject({
      rule: "policy/waiver-unmatched",
      subject: { kind: "policy", waiver: "drive/iothread-off drive=scsi7 vmid=101" },
      evidence: [{ source: "lanekeeper.yaml:2" }, {}],
    });
    const [moved] = ofPolicy(auditWith(waiver("vmid: 101, drive: scsi7")));
    expect(moved?.id).toBe(found?.id);
    expect(found?.id).toMatch(/^[0-9a-f]{64}$/);
  });

  it("is not said to match nothing where its rule is open, or was not asked", () => {
    const open = "scsi0: gone:vm-101-disk-0";
    const text = waiver("vmid: 101", "2026-11-30", "drive/cache-not-coherent");
    const report = auditWith(text, {}, open);
    expect(report.open.map(({ rule }) => rule)).toContain("drive/cache-not-coherent");
    expect(ofPolicy(report)).toEqual([]);
    expect(ofPolicy(auditWith(waiver("vmid: 999"), { guests: ({ vmid }) => vmid === 101 }))).toEqual([]);
    expect(ofPolicy(auditWith(waiver("vmid: 999"), { rules: (id) => id !== "drive/iothread-off" }))).toEqual(
      [],
    );
    expect(ofPolicy(auditWith(waiver("vmid: 999")))).toHaveLength(1);
  });

  it("of a volume holds for each guest that uses it", () => {
    const twice = "scsi0: san:vm-9-disk-0 | @other 102 scsi3: san:vm-9-disk-0";
    const waived = (where: string): readonly boolean[] => {
      const policy = { ...policyOf(""), waivers: policyOf(waiver(where)).waivers };
      const [only] = policy.waivers;
      const waivers = only === undefined ? [] : [{ ...only, rule: "volume/attached-twice" }];
      return auditWith("", { policy: { ...policy, waivers } }, twice)
        .findings.filter(({ rule }) => rule === "volume/attached-twice")
        .map((finding) => finding.waiver !== undefined);
    };
    expect(waived("vmid: 102, drive: scsi3, storage: san")).toEqual([true]);
    expect(waived("vmid: 103")).toEqual([false]);
  });
});

describe("severities of the policy", () => {
  const levels = (text: string) =>
    auditWith(text)
      .findings.filter(({ rule }) => rule === "drive/iothread-off")
      .map(({ severity }) => severity);

  it("replace all steps of a rule, or those named", () => {
    expect(levels("")).toEqual(["warning", "warning"]);
    expect(levels("severities: {drive/iothread-off: critical}")).toEqual(["critical", "critical"]);
    expect(levels("severities: {drive/iothread-off: {warning: note, note: error}}")).toEqual([
      "note",
      "note",
    ]);
    expect(levels("severities: {drive/iothread-off: {critical: note}}")).toEqual(["warning", "warning"]);
  });

  it("come before order and counts", () => {
    const plain = auditWith("");
    const report = auditWith("severities: {drive/iothread-off: critical}");
    expect(report.findings.slice(0, 2).map(({ rule }) => rule)).toEqual([
      "drive/iothread-off",
      "drive/iothread-off",
    ]);
    expect(report.counts.critical).toBe(plain.counts.critical + 2);
    expect(report.counts.warning).toBe(plain.counts.warning - 2);
  });

  it("hold for judgements that are open, and for findings about waivers", () => {
    const gone = "scsi0: gone:vm-101-disk-0";
    const severity = (text: string) =>
      auditWith(text, {}, gone).open.find(({ rule }) => rule === "drive/cache-not-coherent")?.severity;
    expect(severity("")).toBe("critical");
    expect(severity("severities: {drive/cache-not-coherent: {critical: error}}")).toBe("error");
    const text = `severities: {policy/waiver-expired: error}\n${waiver("vmid: 101", "2026-01-01")}`;
    expect(ofPolicy(auditWith(text))).toMatchObject([{ severity: "error" }]);
  });
});

it("a report names the policy files it rests on", () => {
  const files = ["a", "b"].map((path) => ({ path, sha256: path.repeat(64) }));
  expect(auditWith("").policy).toBeNull();
  expect(auditWith("", { policySources: files.slice(0, 1) }).policy).toEqual(files[0]);
  expect(auditWith("", { policySources: files }).policy).toEqual({ ...files[0], extends: [files[1]] });
});
