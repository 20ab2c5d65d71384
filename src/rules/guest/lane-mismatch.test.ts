import { describe, expect, it } from "vitest";
import { itHoldsItsPage, judgeLine } from "../../../test/support/rule-page.ts";
import { laneMismatch } from "./lane-mismatch.ts";

describe("guest/lane-mismatch", () => {
  itHoldsItsPage(laneMismatch);

  it("names the declared lane, the actual one, and why", () => {
    expect(judgeLine(laneMismatch, "scsi0: thin:vm-101-disk-0 | tags: lane-shared")).toMatchObject({
      message: "declared lane shared, but it is local: scsi0 is on thin, not shared",
      remedy: { kind: "manual", steps: [expect.stringContaining("to shared storage"), expect.anything()] },
    });
  });

  it("names what is missing to know the lane", () => {
    const missing = (line: string): unknown => judgeLine(laneMismatch, `${line} | tags: lane-shared`);
    expect(missing("scsi0: nowhere:vm-101-disk-0")).toMatchObject({ missing: [{ fact: "storage nowhere" }] });
    expect(missing("scsi0: tank:vm-101-disk-0 | @no-file replication.cfg")).toMatchObject({
      missing: [{ fact: "replication.cfg" }],
    });
    expect(
      missing("scsi0: san:vm-101-disk-0 | hostpci0: mapping=gpu | @no-file mapping/pci.cfg"),
    ).toMatchObject({
      missing: [{ fact: "mapping/pci.cfg" }],
    });
  });

  it("names the device and the shared drives of an undeclared guest", () => {
    const line = "scsi0: thin:vm-101-disk-0 | scsi1: san:vm-101-disk-1 | hostpci0: 0000:02:00";
    expect(judgeLine(laneMismatch, line)).toMatchObject({
      message: "hostpci0 ties it to its node, yet scsi1 is on shared storage; nobody declared its lane",
    });
  });
});
