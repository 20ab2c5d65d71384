import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { AuditReport } from "../src/index.ts";
import type { RulesOutput } from "../src/model/command-output.ts";
import { runCli } from "./support/run-cli.ts";

const folder = mkdtempSync(join(tmpdir(), "lanekeeper-own-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const rules = `rules:
  no-hdd:
    subject: drive
    severity: error
    fails: drive.medium == "hdd"
    message: "{drive.key} of {drive.guest.name} is on spinning disks"
    why: They were promised to the archive.
    remedy: move it
`;

function policy(text: string): string {
  const path = join(folder, "lanekeeper.yaml");
  writeFileSync(path, text);
  return path;
}

async function findings(text: string, ...more: readonly string[]): Promise<AuditReport["findings"]> {
  const args = ["audit", "--demo", "--format", "json", "--policy", policy(text), ...more];
  const { out } = await runCli(args);
  const report: AuditReport = JSON.parse(out);
  return report.findings.filter(({ rule }) => rule.startsWith("custom/"));
}

describe("an own rule", () => {
  it("takes part in an audit, and its finding is the same in every run", async () => {
    const [only, more] = await findings(rules);
    expect(more).toBeUndefined();
    expect(only).toMatchObject({
      rule: "custom/no-hdd",
      severity: "error",
      subject: { kind: "drive", vmid: 801, drive: "scsi1" },
      message: "scsi1 of nas-01 is on spinning disks",
      remedy: { kind: "manual", steps: ["move it"] },
    });
    expect(await findings(rules)).toEqual([only]);
    expect(await findings(rules, "--rule", "no-hdd")).toEqual([only]);
    expect(await findings(rules, "--rule", "!custom/*")).toEqual([]);
  });

  it("can be given another severity, and be waived", async () => {
    const [changed] = await findings(`${rules}severities: { custom/no-hdd: note }\n`);
    expect(changed?.severity).toBe("note");
    const [waived] = await findings(
      `${rules}waivers: [{ rule: custom/no-hdd, where: { vmid: 801 }, reason: archive, by: ann, until: 2027-01-01 }]\n`,
    );
    expect(waived?.waiver).toEqual({ reason: "archive", by: "ann", until: "2027-01-01" });
  });

  it("is listed beside ours with the line it stands on", async () => {
    const { out } = await runCli(["rules", "--policy", policy(rules), "--format", "json"]);
    const listed: RulesOutput = JSON.parse(out);
    expect(listed.rules.at(-1)).toMatchObject({ id: "custom/no-hdd", origin: expect.stringMatching(/:2$/) });
    expect((await runCli(["rules", "--policy", policy(rules)])).out).toContain("custom/no-hdd");
  });

  it("has a page, by its id and its short name", async () => {
    const { out } = await runCli(["explain", "no-hdd", "--demo", "--policy", policy(rules)]);
    expect(out).toContain("custom/no-hdd");
    expect(out).toContain("They were promised to the archive.");
    expect(out).toContain("Here            1: 801 scsi1");
    expect((await runCli(["explain", "custom/no-hdd", "--policy", policy(rules)])).out).toContain(
      "Fails when",
    );
  });

  it("that is wrong ends the audit with 2, its place and a caret", async () => {
    const text = rules.replace(
      'drive.medium == "hdd"',
      '>\n      drive.bus == "scsi" &&\n      drive.mediun == "hdd"',
    );
    const { out, err, code } = await runCli(["audit", "--demo", "--policy", policy(text)]);
    expect({ out, code }).toEqual({ out: "", code: 2 });
    expect(err).toContain(
      "lanekeeper.yaml:7:13: rules.no-hdd.fails: Drive has no mediun; did you mean medium?",
    );
    expect(err).toContain(`    7 │       drive.mediun == "hdd"\n      │             ^^^^^^\n`);
  });

  it("shows no terminal escapes of whoever wrote it", async () => {
    const text = rules.replace("is on spinning", String.raw`\e[31m is on`);
    const args = ["--demo", "--policy", policy(text)];
    for (const command of [["audit"], ["rules"], ["explain", "no-hdd"]] as const) {
      const given = command[0] === "rules" ? args.slice(1) : args;
      const { out, err } = await runCli([...command, ...given]);
      expect(out).not.toContain("\u001b");
      expect(err).toBe("");
    }
  });
});
