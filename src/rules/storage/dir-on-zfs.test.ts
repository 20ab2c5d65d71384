import { describe, expect, it } from "vitest";
import { itHoldsItsPage, judgeLine } from "../../../test/support/rule-page.ts";
import { dirOnZfs } from "./dir-on-zfs.ts";

describe("storage/dir-on-zfs", () => {
  itHoldsItsPage(dirOnZfs);

  it("names the zfspool storage of the same pool, and keeps the other content", () => {
    expect(judgeLine(dirOnZfs, "@storage local | @mount /var/lib/vz tank/vz zfs")).toMatchObject({
      message: expect.stringContaining("a directory on dataset tank/vz"),
      remedy: {
        steps: [
          "there is tank on the same pool: keep disks there",
          "move those that are here with qm move-disk <vmid> <drive> tank --delete 1",
          "then take images out of its content: pvesm set local --content iso,vztmpl,backup",
        ],
      },
    });
  });
});
