import { describe, expect, it } from "vitest";
import { itHoldsItsPage, judgeLine } from "../../../test/support/rule-page.ts";
import { cacheSlow } from "./cache-slow.ts";

describe("drive/cache-slow", () => {
  itHoldsItsPage(cacheSlow);

  it("goes to none, but keeps a page cache where O_DIRECT is wrong", () => {
    expect(judgeLine(cacheSlow, "scsi0: tank:vm-101-disk-0,cache=directsync")).toMatchObject({
      message: "cache is directsync (written): every write waits for the storage, flushed or not",
      remedy: { changes: [{ key: "cache", from: "directsync", to: "none" }] },
    });
    expect(judgeLine(cacheSlow, "scsi0: bt:101/vm-101-disk-0.raw,cache=directsync,aio=native")).toMatchObject(
      {
        remedy: {
          changes: [
            { key: "cache", from: "directsync", to: null },
            { key: "aio", from: "native", to: null },
          ],
        },
      },
    );
  });

  it("leaves threads on cifs alone: without the key a direct cache would get native", () => {
    const outcome = judgeLine(cacheSlow, "scsi0: smb:101/vm-101-disk-0.raw,aio=threads,cache=directsync");
    expect(outcome).toMatchObject({ remedy: { changes: [{ key: "cache", to: "none" }] } });
  });
});
