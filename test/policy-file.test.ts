import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { loadPolicyFile, policyRules } from "../src/index.ts";
import { defaultThresholds } from "../src/model/thresholds.ts";

const fileOf = (path: string): string =>
  readFileSync(fileURLToPath(new URL(`../${path}`, import.meta.url)), "utf8");
const example = fileOf("docs/lanekeeper.example.yaml");
const validate = new Ajv({ allErrors: true }).compile(
  JSON.parse(fileOf("schemas/policy-file-1.schema.json")),
);
const read = (text: string) =>
  loadPolicyFile(text, "p", { rules: policyRules, readBase: () => ({ failed: "no such file" }) });

describe("the example of a policy file", () => {
  it("loads, and shows the defaults of every threshold", async () => {
    const reading = await read(example);
    expect(reading.ok ? [] : reading.errors).toEqual([]);
    expect(reading.ok && reading.policy.thresholds).toEqual(defaultThresholds);
  });

  it("has every section that the schema has", () => {
    const { properties } = JSON.parse(fileOf("schemas/policy-file-1.schema.json"));
    for (const key of Object.keys(properties)) expect(example).toMatch(new RegExp(`^(# )?${key}:`, "m"));
  });
});

it("the policy file in the README loads", async () => {
  const [, text = ""] = /```yaml\n([^`]*)```/.exec(fileOf("README.md")) ?? [];
  const reading = await read(text);
  expect(reading.ok ? reading.policy.waivers : reading.errors).toMatchObject([{ by: "ann" }]);
});

describe("the schema of a policy file", () => {
  it("takes the example", () => {
    validate(parse(example));
    expect(validate.errors).toBeNull();
  });

  it.each([
    "aioOnLVM: leave",
    "aioOnLvm: iouring",
    "storages: {san: {write-cache: protected}}",
    "storages: {san: {thin: maybe}}",
    "guests: {701: [sequental]}",
    "drives: {701 scsi0: golden}",
    "thresholds: {poolNearlyFull: 80}",
    "thresholds: {poolNearlyFull: {warn: 80}}",
    "severities: {drive/iothread-off: fatal}",
    "severities: {drive/iothread-off: {criticl: note}}",
    "pbs: {node: pve1}",
    "rules: {a: {subject: disk, severity: note, fails: 'true', message: m}}",
    "rules: {a: {subject: drive, severity: note, message: m}}",
    "rules: {a: {subject: drive, severity: note, fails: 'true', message: m, remedies: x}}",
    "waivers: {}",
    "waivers: [{rule: drive/iothread-off, where: {vmid: 1}, reason: r, by: b}]",
    "waivers: [{rule: drive/iothread-off, where: {}, reason: r, by: b, until: 2027-01-01}]",
    "waivers: [{rule: drive/iothread-off, where: {guest: 1}, reason: r, by: b, until: 2027-01-01}]",
    "waivers: [{rule: drive/iothread-off, where: {vmid: 1}, reason: r, by: b, until: soon}]",
  ])("refuses %s, as the program does", async (text) => {
    expect(validate(parse(text))).toBe(false);
    expect((await read(text)).ok).toBe(false);
  });
});
