import { describe, expect, it } from "vitest";
import { itHoldsItsPage, judgeLine } from "../../../test/support/rule-page.ts";
import { atTen } from "./volume-chain-machine-too-old.remedy.ts";
import { volumeChainMachineTooOld } from "./volume-chain-machine-too-old.ts";

describe("drive/volume-chain-machine-too-old", () => {
  itHoldsItsPage(volumeChainMachineTooOld);

  it("says where the version comes from", () => {
    expect(
      judgeLine(volumeChainMachineTooOld, "scsi0: chain:vm-101-disk-0.qcow2 | ostype: win11 | machine: q35"),
    ).toMatchObject({
      message: expect.stringContaining(
        "machine is 5.1 (default, nobody set it); with qcow2 on a volume chain",
      ),
      evidence: [{ value: expect.stringContaining("unpinned Windows") }, {}, { fact: "storage chain" }],
      remedy: {
        safety: "review",
        changes: [{ target: "guest", key: "machine", from: "q35", to: "pc-q35-10.0" }],
        risks: [expect.anything(), expect.stringContaining("Windows")],
      },
    });
  });

  it.each([
    [undefined, "pc-i440fx-10.0"],
    ["pc", "pc-i440fx-10.0"],
    ["q35", "pc-q35-10.0"],
    ["pc-q35-8.1+pve0,viommu=intel", "pc-q35-10.0,viommu=intel"],
    ["type=pc-i440fx-7.2", "type=pc-i440fx-10.0"],
    ["pc-i440fx-5.1.pxe", "pc-i440fx-10.0.pxe"],
    ["pc-2.6", "pc-i440fx-10.0"],
    ["virt-9.0", "virt-10.0"],
  ])("%s becomes %s", (written, expected) => {
    expect(atTen(written)).toBe(expected);
  });
});
