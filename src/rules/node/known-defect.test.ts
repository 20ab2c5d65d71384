import { describe, expect, it } from "vitest";
import { itHoldsItsPage, judgeLine } from "../../../test/support/rule-page.ts";
import { knownDefect } from "./known-defect.ts";

describe("node/known-defect", () => {
  itHoldsItsPage(knownDefect);

  it("says what not to change because of it", () => {
    const line = "scsi0: tank:vm-101-disk-0,iothread=1 | @versions pve-qemu-kvm=10.2.1-1";
    expect(judgeLine(knownDefect, line)).toMatchObject({
      message:
        "pve-qemu-kvm 10.2.1-1: idle disks with an iothread show an I/O pressure near 100 % (until 10.2.1-2); take neither iothread nor io_uring away because of that graph",
      remedy: { steps: expect.arrayContaining(["upgrade pve-qemu-kvm to 10.2.1-2 or later"]) },
    });
  });
});
