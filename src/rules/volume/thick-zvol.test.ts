import { describe, expect, it } from "vitest";
import { itHoldsItsPage, judgeLine } from "../../../test/support/rule-page.ts";
import { defaultPolicy } from "../../model/policy.ts";
import { thickZvol } from "./thick-zvol.ts";

const thick =
  "scsi0: tank:vm-101-disk-0 | @zfs tank/vm-101-disk-0 volsize=34359738368 refreservation=35433480192";

describe("volume/thick-zvol", () => {
  itHoldsItsPage(thickZvol);

  it("takes the reservation off the dataset, on its node", () => {
    expect(judgeLine(thickZvol, thick)).toMatchObject({
      message: "all of its 32G are reserved in the pool, written or not; discard gives nothing back",
      remedy: {
        takesEffect: "at-once",
        changes: [
          {
            target: "dataset",
            node: "pve1",
            dataset: "tank/vm-101-disk-0",
            key: "refreservation",
            to: "none",
          },
        ],
      },
    });
  });

  it("says nothing where a storage is declared thick", () => {
    const policy = { ...defaultPolicy, storages: { tank: { thin: false } } };
    expect(judgeLine(thickZvol, thick, policy)).toEqual({ kind: "notApplicable" });
  });
});
