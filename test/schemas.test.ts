import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { runCli } from "./support/run-cli.ts";
import { schemaErrors, schemaOf } from "./support/shipped-schema.ts";

const outputs = [
  ["audit-1", ["audit", "--demo", "--format", "json"]],
  ["show-1", ["show", "701", "--demo", "--format", "json"]],
  ["show-storage-1", ["show", "san-lvm", "--demo", "--format", "json"]],
  ["show-pool-1", ["show", "pool:pve3/SSD-r10", "--demo", "--format", "json"]],
  ["show-node-1", ["show", "pve2", "--demo", "--format", "json"]],
  ["rules-1", ["rules", "--format", "json"]],
  ["policy-1", ["policy", "--format", "json"]],
  ["plan-1", ["plan", "--demo", "--format", "json"]],
  ["pending-1", ["pending", "--demo", "--format", "json"]],
  ["assumptions-1", ["assumptions", "--demo", "--format", "json"]],
  ["decide-1", ["decide", "--demo", "--mobility", "failover", "--os", "windows", "--format", "json"]],
  ["page-1", ["explain", "iothread-off", "--demo", "--format", "json"]],
  ["snapshot-1", ["collect", "--demo", "-o", "-"]],
] as const;

describe("what is printed as JSON", () => {
  it.each(outputs)("is what schemas/%s says, and nothing else", async (name, args) => {
    expect(schemaErrors(name, JSON.parse((await runCli(args)).out))).toBeNull();
  });

  it("is refused when a field has another type", async () => {
    const report = JSON.parse((await runCli(["audit", "--demo", "--format", "json"])).out);
    const validate = new Ajv({ strict: false }).compile(schemaOf("audit-1"));
    expect(validate(report)).toBe(true);
    expect(validate({ ...report, coverage: { judged: "many", due: 1 } })).toBe(false);
    expect(validate({ ...report, guests: undefined })).toBe(false);
  });
});
