import { describe, expect, it } from "vitest";
import { itHoldsItsPage, judgeLine } from "../../../test/support/rule-page.ts";
import { defaultPolicy } from "../../model/policy.ts";
import { aioWillNotStart } from "./aio-will-not-start.ts";

describe("drive/aio-will-not-start", () => {
  itHoldsItsPage(aioWillNotStart);

  it("cures the cache and aio at once where both are wrong", () => {
    expect(judgeLine(aioWillNotStart, "scsi0: tank:vm-101-disk-0,aio=native,cache=writeback")).toMatchObject({
      message: "aio is native (written) and cache writeback (written): QEMU refuses to start the guest",
      remedy: {
        changes: [
          { key: "cache", to: "none" },
          { key: "aio", from: "native", to: null },
        ],
      },
    });
  });

  it("takes native away where the page cache is right, or where nobody can tell", () => {
    const nativeGone = { remedy: { changes: [{ key: "aio", from: "native", to: null }] } };
    const earned =
      "scsi0: thin:vm-101-disk-0,aio=native,cache=writeback | hostpci0: 0000:02:00 | tags: disposable";
    expect(judgeLine(aioWillNotStart, earned)).toMatchObject(nativeGone);
    expect(judgeLine(aioWillNotStart, "scsi0: bt:101/vm-101-disk-0.raw,aio=native")).toMatchObject(
      nativeGone,
    );
    const unknown = "scsi0: local:101/vm-101-disk-0.raw,aio=native,cache=writeback | @no-facts";
    expect(judgeLine(aioWillNotStart, unknown)).toMatchObject(nativeGone);
  });

  it("goes from unsafe to the buffered default on btrfs, as drive/writeback-not-earned does", () => {
    expect(
      judgeLine(aioWillNotStart, "scsi0: bt:101/vm-101-disk-0.raw,aio=native,cache=unsafe"),
    ).toMatchObject({
      remedy: {
        changes: [
          { key: "cache", from: "unsafe", to: null },
          { key: "aio", from: "native", to: null },
        ],
      },
    });
  });

  it("does so whatever a policy wants", () => {
    const policy = { ...defaultPolicy, aio: { storages: { bt: "native" as const }, types: {}, lanes: {} } };
    expect(judgeLine(aioWillNotStart, "scsi0: bt:101/vm-101-disk-0.raw,aio=native", policy)).toMatchObject({
      kind: "fail",
      remedy: { changes: [{ key: "aio", from: "native", to: null }] },
    });
  });
});
