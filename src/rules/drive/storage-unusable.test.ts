import { describe, expect, it } from "vitest";
import { itHoldsItsPage, judgeLine } from "../../../test/support/rule-page.ts";
import { storageUnusable } from "./storage-unusable.ts";

describe("drive/storage-unusable", () => {
  itHoldsItsPage(storageUnusable);

  it.each([
    ["nowhere:vm-101-disk-0", "storage nowhere is not defined", "pvesm add"],
    ["off:vm-101-disk-0", "storage off is disabled", "pvesm set off --disable 0"],
    ["only2:vm-101-disk-0", "storage only2 is not on pve1", "pvesm set only2 --nodes pve2,pve1"],
    [
      "backups:101/vm-101-disk-0.raw",
      "storage backups is not for disk images",
      "pvesm set backups --content backup,images",
    ],
  ])("%s", (volume, problem, command) => {
    expect(judgeLine(storageUnusable, `scsi0: ${volume}`)).toMatchObject({
      message: `${problem}: the guest cannot start`,
      remedy: { kind: "manual", steps: [expect.stringContaining(command)] },
    });
  });
});
