import { describe, expect, it } from "vitest";
import { policyOf } from "../../../test/support/policy.ts";
import { itHoldsItsPage, judgeLine } from "../../../test/support/rule-page.ts";
import { defaultPolicy } from "../../model/policy.ts";
import { writebackNotEarned } from "./writeback-not-earned.ts";

const onThin = "scsi0: thin:vm-101-disk-0,cache=writeback";

describe("drive/writeback-not-earned", () => {
  itHoldsItsPage(writebackNotEarned);

  it("says which of the two is lacking", () => {
    expect(judgeLine(writebackNotEarned, onThin)).toMatchObject({
      message: expect.stringContaining("cache is writeback (written), and it is not declared disposable"),
      remedy: { safety: "safe", changes: [{ key: "cache", from: "writeback", to: "none" }] },
    });
    expect(judgeLine(writebackNotEarned, `${onThin} | tags: disposable`)).toMatchObject({
      message: expect.stringContaining("no device pins this guest"),
    });
  });

  it("hears what the policy says of one drive, and where", () => {
    const line = `${onThin} | scsi1: thin:vm-101-disk-1 | hostpci0: mapping=gpu`;
    const outcome = (drive: string) =>
      judgeLine(writebackNotEarned, line, policyOf(`drives: {101 ${drive}: disposable}`));
    expect(outcome("scsi0")).toEqual({ kind: "pass" });
    expect(outcome("scsi1")).toMatchObject({ kind: "fail" });
    expect(judgeLine(writebackNotEarned, onThin, policyOf("drives: {101 scsi0: disposable}"))).toMatchObject({
      message: expect.stringContaining("no device pins this guest"),
      evidence: expect.arrayContaining([
        { fact: "declared", value: "disposable", source: "lanekeeper.yaml:1" },
      ]),
    });
  });

  it("excuses unsafe on a drive declared scratch, and on no other", () => {
    const line = "scsi0: thin:vm-101-disk-0,cache=unsafe | scsi1: thin:vm-101-disk-1";
    const severity = (drive: string) =>
      judgeLine(writebackNotEarned, line, policyOf(`drives: {101 ${drive}: scratch}`));
    expect(severity("scsi0")).toMatchObject({ severity: "error" }); // buffered all the same
    expect(severity("scsi1")).toMatchObject({ severity: "critical" });
  });

  it("is a warning on a protected write cache, and says what that does not protect", () => {
    const policy = { ...defaultPolicy, storages: { thin: { writeCache: "protected" as const } } };
    expect(judgeLine(writebackNotEarned, onThin, policy)).toMatchObject({
      severity: "warning",
      message: expect.stringContaining("does not protect the host page cache"),
    });
    expect(judgeLine(writebackNotEarned, "scsi0: thin:vm-101-disk-0,cache=unsafe", policy)).toMatchObject({
      severity: "critical",
    });
  });

  it("names the unknown file system where the loss is certain without it", () => {
    expect(
      judgeLine(writebackNotEarned, "scsi0: local:101/vm-101-disk-0.raw,cache=unsafe | @no-facts"),
    ).toMatchObject({
      message: expect.stringContaining("not known: file system under /var/lib/vz"),
      remedy: { risks: [expect.stringContaining("cache=writeback")] },
    });
  });

  it("keeps a page cache on btrfs", () => {
    expect(judgeLine(writebackNotEarned, "scsi0: bt:101/vm-101-disk-0.raw,cache=unsafe")).toMatchObject({
      remedy: { changes: [{ key: "cache", from: "unsafe", to: null }] },
    });
  });

  it("blames writethrough for its writes, not for lost ones", () => {
    const outcome = judgeLine(writebackNotEarned, "scsi0: thin:vm-101-disk-0,cache=writethrough");
    expect(outcome).toMatchObject({ message: expect.stringContaining("every write waits") });
    expect(outcome).not.toMatchObject({ message: expect.stringContaining("loses") });
  });
});
