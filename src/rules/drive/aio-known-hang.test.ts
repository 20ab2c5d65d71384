import { describe, expect, it } from "vitest";
import { itHoldsItsPage, judgeLine } from "../../../test/support/rule-page.ts";
import { defaultPolicy } from "../../model/policy.ts";
import { aioKnownHang } from "./aio-known-hang.ts";

describe("drive/aio-known-hang", () => {
  itHoldsItsPage(aioKnownHang);

  it("takes the key away", () => {
    expect(judgeLine(aioKnownHang, "scsi0: smb:101/vm-101-disk-0.raw,aio=io_uring")).toMatchObject({
      message: "aio is io_uring (written) on cifs, where Proxmox VE leaves it out after reports of hangs",
      remedy: { safety: "review", changes: [{ key: "aio", from: "io_uring", to: null }] },
    });
  });

  it("follows the cache where that is wrong as well: with none, io_uring is wanted on lvm", () => {
    expect(judgeLine(aioKnownHang, "scsi0: vg:vm-101-disk-0,aio=io_uring,cache=writeback")).toMatchObject({
      message: expect.stringContaining("on lvm with a buffered cache"),
      remedy: { changes: [{ key: "cache", from: "writeback", to: "none" }] },
    });
  });

  it("leaves an earned page cache alone", () => {
    const earned =
      "scsi0: vg:vm-101-disk-0,aio=io_uring,cache=writeback | hostpci0: 0000:02:00 | tags: disposable";
    expect(judgeLine(aioKnownHang, earned)).toMatchObject({
      remedy: { changes: [{ key: "aio", to: null }] },
    });
  });

  it("follows the policy", () => {
    const line = "scsi0: san:vm-101-disk-0,aio=io_uring";
    expect(judgeLine(aioKnownHang, line, { ...defaultPolicy, aioOnLvm: "threads" })).toMatchObject({
      remedy: { changes: [{ key: "aio", from: "io_uring", to: "threads" }] },
    });
    expect(judgeLine(aioKnownHang, line, { ...defaultPolicy, aioOnLvm: "leave" })).toEqual({ kind: "pass" });
  });
});
