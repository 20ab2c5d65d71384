import { describe, expect, it } from "vitest";
import { itHoldsItsPage, judgeLine } from "../../../test/support/rule-page.ts";
import { cacheNoneOnCow } from "./cache-none-on-cow.ts";

describe("drive/cache-none-on-cow", () => {
  itHoldsItsPage(cacheNoneOnCow);

  it("takes the key away on a btrfs storage", () => {
    const outcome = judgeLine(
      cacheNoneOnCow,
      "scsi0: bt:101/vm-101-disk-0.raw,cache=none | @kernel 6.8.12-9-pve",
    );
    expect(outcome).toMatchObject({
      message: expect.stringContaining("on btrfs without nocow: data that changes in flight"),
      remedy: { kind: "change", changes: [{ key: "cache", from: "none", to: null }] },
    });
  });

  it("writes writeback where the installed qemu-server has no buffered default", () => {
    const old = "scsi0: bt:101/vm-101-disk-0.raw | @versions qemu-server=7.0-4 | @kernel 5.11.0-1-pve";
    expect(judgeLine(cacheNoneOnCow, old)).toMatchObject({
      remedy: { changes: [{ key: "cache", from: null, to: "writeback" }] },
    });
  });

  it("claims no wrong checksum where the kernel prevents it", () => {
    expect(judgeLine(cacheNoneOnCow, "scsi0: bt:101/vm-101-disk-0.raw,cache=none")).toMatchObject({
      message: "cache is none (written) but kernel 7.0.14-2-pve buffers it on btrfs all the same",
    });
  });

  it("leaves the choice to a person under a dir", () => {
    expect(
      judgeLine(cacheNoneOnCow, "scsi0: zdir:101/vm-101-disk-0.raw | @mount /tank/dir /dev/sdz bcachefs"),
    ).toMatchObject({
      remedy: {
        kind: "manual",
        steps: [
          expect.stringContaining("qm move-disk 101 scsi0"),
          expect.stringContaining("cache=writeback"),
        ],
      },
    });
  });

  it("names the nocow attribute as what is missing under a dir on btrfs", () => {
    expect(judgeLine(cacheNoneOnCow, "scsi0: bdir:101/vm-101-disk-0.raw")).toMatchObject({
      missing: [{ fact: expect.stringContaining("nocow") }],
    });
  });

  it("never proposes a page cache on what counts as shared", () => {
    const outcome = judgeLine(
      cacheNoneOnCow,
      "scsi0: bt:101/vm-101-disk-0.raw,cache=none,shared=1 | @kernel 6.8.12-9-pve",
    );
    expect(outcome).toMatchObject({ severity: "error", remedy: { kind: "manual" } });
    expect(JSON.stringify(outcome)).not.toContain("writeback");
  });
});
