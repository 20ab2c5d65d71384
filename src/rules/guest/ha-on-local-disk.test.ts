import { describe, expect, it } from "vitest";
import { itHoldsItsPage, judgeLine } from "../../../test/support/rule-page.ts";
import { haOnLocalDisk } from "./ha-on-local-disk.ts";

describe("guest/ha-on-local-disk", () => {
  itHoldsItsPage(haOnLocalDisk);

  it("names the volumes that stay behind, and only those", () => {
    const line = "scsi0: san:vm-101-disk-0 | scsi1: thin:vm-101-disk-1 | @ha started";
    expect(judgeLine(haOnLocalDisk, line)).toMatchObject({
      message: "HA may start it on a node without its disks: scsi1 on thin not shared, not replicated",
      evidence: [{ fact: "HA", value: "state started, any node" }, { fact: "volume of scsi1" }],
    });
  });

  it("proposes replication only where all volumes can be replicated", () => {
    const second = (line: string): unknown => {
      const outcome = judgeLine(haOnLocalDisk, `${line} | @ha started`);
      return outcome.kind === "fail" && outcome.remedy.kind === "manual" ? outcome.remedy.steps[1] : "none";
    };
    expect(second("scsi0: tank:vm-101-disk-0")).toContain("pvesr create-local-job");
    expect(second("scsi0: tank:vm-101-disk-0 | scsi1: thin:vm-101-disk-1")).toContain("move the disks");
  });

  it("names every fact that is missing once", () => {
    expect(
      judgeLine(haOnLocalDisk, "scsi0: tank:vm-101-disk-0 | efidisk0: tank:vm-101-disk-1 | @bare"),
    ).toMatchObject({
      missing: [{ fact: "ha/resources.cfg" }, { fact: "number of nodes" }, { fact: "replication.cfg" }],
    });
  });
});
