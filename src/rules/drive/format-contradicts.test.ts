import { describe, expect, it } from "vitest";
import { itHoldsItsPage, judgeLine } from "../../../test/support/rule-page.ts";
import { formatContradicts } from "./format-contradicts.ts";

describe("drive/format-contradicts", () => {
  itHoldsItsPage(formatContradicts);

  it("takes the key away", () => {
    expect(judgeLine(formatContradicts, "scsi0: tank:vm-101-disk-0,format=qcow2")).toMatchObject({
      message: "format is qcow2 (written), the volume is raw: Proxmox VE refuses to start the guest",
      remedy: { changes: [{ key: "format", from: "qcow2", to: null }] },
    });
  });
});
