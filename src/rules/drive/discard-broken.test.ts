import { describe, expect, it } from "vitest";
import { itHoldsItsPage, judgeLine } from "../../../test/support/rule-page.ts";
import { discardBroken } from "./discard-broken.ts";

describe("drive/discard-broken", () => {
  itHoldsItsPage(discardBroken);

  it("names the versions and the way out", () => {
    expect(
      judgeLine(discardBroken, "scsi0: tank:vm-101-disk-0,discard=on | @versions qemu-server=9.0.7"),
    ).toMatchObject({
      message: "discard is on (written), without effect: qemu-server 9.0.7 drops it on machine 11",
      evidence: [
        {},
        { fact: "qemu-server", value: "9.0.7", source: "pve1 pveversion" },
        { fact: "machine version" },
      ],
      remedy: {
        kind: "manual",
        steps: [expect.stringContaining("upgrade pve1"), expect.stringContaining("fstrim")],
      },
    });
  });
});
