import { describe, expect, it } from "vitest";
import { itHoldsItsPage, judgeLine } from "../../../test/support/rule-page.ts";
import { busNotScsi } from "./bus-not-scsi.ts";

function stepsOf(line: string): readonly string[] {
  const outcome = judgeLine(busNotScsi, line);
  return outcome.kind === "fail" && outcome.remedy.kind === "manual" ? outcome.remedy.steps : [];
}

describe("drive/bus-not-scsi", () => {
  itHoldsItsPage(busNotScsi);

  it("keeps every option that scsi knows, and no other", () => {
    const steps = stepsOf(
      "ide0: tank:vm-101-disk-0,backup=0,format=raw,model=x,size=32G,wwn=0x5000000000000001",
    );
    expect(steps).toContainEqual(
      expect.stringContaining("qm set 101 --scsi0 'tank:vm-101-disk-0,backup=0,wwn=0x5000000000000001'"),
    );
  });

  it("takes a free key, and mends the boot order", () => {
    const steps = stepsOf("sata0: tank:vm-101-disk-0 | scsi0: tank:vm-101-disk-1 | boot: order=sata0;net0");
    expect(steps).toContainEqual(expect.stringContaining("--delete sata0"));
    expect(steps).toContainEqual(expect.stringContaining("--scsi1 'tank:vm-101-disk-0'"));
    expect(steps).toContainEqual(expect.stringContaining("--boot 'order=scsi1;net0'"));
    expect(stepsOf("sata0: tank:vm-101-disk-0 | boot: order=net0").join()).not.toContain("--boot");
    expect(stepsOf("sata0: tank:vm-101-disk-0 | bootdisk: sata0").join()).toContain("--boot order=scsi0");
  });

  it("never prints a line that would allocate a new volume", () => {
    expect(stepsOf("sata0: tank:32").join()).not.toContain("tank:32");
  });

  it("sets the controller where it is another one", () => {
    expect(stepsOf("sata0: tank:vm-101-disk-0 | scsihw: -").join()).toContain("--scsihw virtio-scsi-single");
    expect(stepsOf("sata0: tank:vm-101-disk-0").join()).not.toContain("--scsihw");
  });

  it("brings the driver first on Windows", () => {
    const steps = stepsOf("sata0: tank:vm-101-disk-0 | ostype: win11 | scsihw: -");
    expect(steps[1]).toContain("vioscsi");
    expect(steps.findIndex((step) => step.includes("vioscsi"))).toBeLessThan(
      steps.findIndex((step) => step.includes("--delete sata0")),
    );
  });

  it("names the snapshots that return the old bus", () => {
    expect(
      judgeLine(busNotScsi, "sata0: tank:vm-101-disk-0 | @snapshot old sata0: tank:vm-101-disk-0"),
    ).toMatchObject({
      remedy: { risks: [expect.anything(), expect.anything(), expect.stringContaining("snapshot old")] },
    });
  });

  it("never takes the key of a refused line, nor the key another disk moves to", () => {
    const refused = stepsOf("sata0: tank:vm-101-disk-0 | scsi0: tank:vm-101-disk-1,cache=foo");
    expect(refused).toContainEqual(expect.stringContaining("--scsi1 'tank:vm-101-disk-0'"));
    expect(refused.join()).not.toContain("--scsi0 ");
    const second = stepsOf("virtio1: tank:vm-101-disk-1 | sata0: tank:vm-101-disk-0");
    expect(second).toContainEqual(expect.stringContaining("--scsi1 'tank:vm-101-disk-1'"));
    const first = stepsOf("sata0: tank:vm-101-disk-0 | virtio1: tank:vm-101-disk-1");
    expect(first).toContainEqual(expect.stringContaining("--scsi0 'tank:vm-101-disk-0'"));
  });
});
