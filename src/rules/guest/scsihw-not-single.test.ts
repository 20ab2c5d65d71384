import { describe, expect, it } from "vitest";
import { itHoldsItsPage, judgeLine } from "../../../test/support/rule-page.ts";
import { scsihwNotSingle } from "./scsihw-not-single.ts";

describe("guest/scsihw-not-single", () => {
  itHoldsItsPage(scsihwNotSingle);

  it("names the iothread that is ignored", () => {
    const line = "scsi0: tank:vm-101-disk-0,iothread=1 | scsihw: virtio-scsi-pci";
    expect(judgeLine(scsihwNotSingle, line)).toMatchObject({
      message: "scsihw is virtio-scsi-pci (written); iothread of scsi0 is ignored",
      remedy: { changes: [{ target: "guest", key: "scsihw", from: "virtio-scsi-pci" }] },
    });
  });

  it("brings iothread along for scsi drives only, and is reviewed", () => {
    const line = "scsi0: tank:vm-101-disk-0 | ide0: tank:vm-101-disk-1 | scsihw: -";
    expect(judgeLine(scsihwNotSingle, line)).toMatchObject({
      message: "scsihw is lsi (default, nobody set it); its scsi drives cannot have I/O threads",
      remedy: {
        safety: "review",
        takesEffect: "after-stop-start",
        changes: [
          { target: "guest", key: "scsihw", from: null, to: "virtio-scsi-single" },
          { target: "drive", drive: "scsi0", key: "iothread", from: null, to: "1" },
        ],
      },
    });
  });

  it("gives driver steps where the driver changes", () => {
    const steps = (line: string): unknown => {
      const outcome = judgeLine(scsihwNotSingle, `scsi0: tank:vm-101-disk-0 | ${line}`);
      return outcome.kind === "fail" && outcome.remedy.kind === "change" ? outcome.remedy.steps : "none";
    };
    expect(steps("scsihw: virtio-scsi-pci")).toBeUndefined();
    expect(steps("scsihw: pvscsi")).toEqual(expect.arrayContaining([expect.stringContaining("virtio_scsi")]));
    expect(steps("scsihw: lsi | ostype: win11")).toEqual(
      expect.arrayContaining([expect.stringContaining("vioscsi")]),
    );
    expect(steps("scsihw: virtio-scsi-pci | ostype: win11")).toEqual(
      expect.arrayContaining([expect.stringContaining("stays the same")]),
    );
  });
});
