import { describe, expect, it } from "vitest";
import { itHoldsItsPage, judgeLine } from "../../../test/support/rule-page.ts";
import { cacheInClient } from "./cache-in-client.ts";

describe("drive/cache-in-client", () => {
  itHoldsItsPage(cacheInClient);

  it("says which library caches, and brings no aio where it would have no effect", () => {
    expect(judgeLine(cacheInClient, "scsi0: ceph:vm-101-disk-0,cache=writeback")).toMatchObject({
      message: expect.stringContaining("cache is writeback (written) in librbd: flushes are kept"),
      remedy: { safety: "safe", changes: [{ key: "cache", from: "writeback", to: "none" }] },
    });
    expect(judgeLine(cacheInClient, "scsi0: dlun:lun1,cache=unsafe")).toMatchObject({
      message: expect.stringContaining("in libiscsi: flushes are thrown away, and it is not"),
    });
  });

  it("does not claim that unsafe keeps flushes, even where scratch allows it", () => {
    expect(judgeLine(cacheInClient, "scsi0: ceph:vm-101-disk-0,cache=unsafe | tags: scratch")).toMatchObject({
      message: expect.stringContaining("flushes are thrown away, as declared scratch allows"),
    });
  });

  it("blames writethrough for no lost writes", () => {
    expect(judgeLine(cacheInClient, "scsi0: ceph:vm-101-disk-0,cache=writethrough")).toMatchObject({
      message: expect.stringContaining("nothing is lost"),
    });
  });
});
