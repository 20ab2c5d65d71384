import { describe, expect, it } from "vitest";
import { itHoldsItsPage, judgeLine } from "../../../test/support/rule-page.ts";
import { defaultPolicy } from "../../model/policy.ts";
import { aioThreads } from "./aio-threads.ts";

describe("drive/aio-threads", () => {
  itHoldsItsPage(aioThreads);

  it("takes the key away where the default is wanted, and writes it where it is not", () => {
    expect(judgeLine(aioThreads, "scsi0: tank:vm-101-disk-0,aio=threads")).toMatchObject({
      message: "aio is threads (written) with cache none; io_uring is wanted here",
      remedy: { safety: "safe", changes: [{ key: "aio", from: "threads", to: null }] },
    });
    expect(judgeLine(aioThreads, "scsi0: san:vm-101-disk-0,aio=threads")).toMatchObject({
      remedy: { safety: "review", changes: [{ key: "aio", from: "threads", to: "io_uring" }] },
    });
  });

  it("follows the policy", () => {
    const policy = {
      ...defaultPolicy,
      aio: { storages: {}, types: {}, lanes: { local: "threads" as const } },
    };
    expect(judgeLine(aioThreads, "scsi0: tank:vm-101-disk-0,aio=threads", policy)).toEqual({ kind: "pass" });
  });
});
