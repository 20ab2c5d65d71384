import { describe, expect, it } from "vitest";
import { itHoldsItsPage, judgeLine } from "../../../test/support/rule-page.ts";
import { defaultPolicy } from "../../model/policy.ts";
import { zfsNotSparse } from "./zfs-not-sparse.ts";

const thick = "@storage tank | @cfg tank sparse -";

describe("storage/zfs-not-sparse", () => {
  itHoldsItsPage(zfsNotSparse);

  it("sets sparse, for new disks", () => {
    expect(judgeLine(zfsNotSparse, thick)).toMatchObject({
      message: expect.stringContaining("nobody set it"),
      remedy: {
        takesEffect: "new-volumes-only",
        changes: [{ target: "storage", storage: "tank", key: "sparse", from: null, to: "1" }],
      },
    });
  });

  it("says nothing where thick is declared", () => {
    const policy = { ...defaultPolicy, storages: { tank: { thin: false } } };
    expect(judgeLine(zfsNotSparse, thick, policy)).toEqual({ kind: "notApplicable" });
  });
});
