import { describe, expect, it } from "vitest";
import { itHoldsItsPage, judgeLine } from "../../../test/support/rule-page.ts";
import { snapshotFlag } from "./snapshot-flag.ts";

describe("drive/snapshot-flag", () => {
  itHoldsItsPage(snapshotFlag);

  it("takes the key away, and says that writes are kept from then on", () => {
    expect(judgeLine(snapshotFlag, "scsi0: tank:vm-101-disk-0,snapshot=1")).toMatchObject({
      message: "snapshot is 1 (written); Proxmox VE refuses to start it on machine 11.0",
      remedy: {
        changes: [{ key: "snapshot", from: "1", to: null }],
        risks: [expect.stringContaining("is kept")],
      },
    });
  });
});
