import { describe, expect, it } from "vitest";
import { itHoldsItsPage, judgeLine } from "../../../test/support/rule-page.ts";
import { defaultPolicy } from "../../model/policy.ts";
import { aioNativeMobile } from "./aio-native-mobile.ts";

describe("drive/aio-native-mobile", () => {
  itHoldsItsPage(aioNativeMobile);

  it("proposes the wanted aio", () => {
    expect(judgeLine(aioNativeMobile, "scsi0: san:vm-101-disk-0,aio=native")).toMatchObject({
      message: expect.stringContaining("aio is native (written) and would stay so"),
      remedy: { safety: "review", changes: [{ key: "aio", from: "native", to: "io_uring" }] },
    });
    expect(judgeLine(aioNativeMobile, "scsi0: krbd:vm-101-disk-0,aio=native")).toMatchObject({
      remedy: { safety: "safe", changes: [{ key: "aio", from: "native", to: null }] },
    });
  });

  it("has nothing against it where the policy has nothing against it", () => {
    const policy = { ...defaultPolicy, aioOnLvm: "leave" as const };
    expect(judgeLine(aioNativeMobile, "scsi0: san:vm-101-disk-0,aio=native", policy)).toEqual({
      kind: "pass",
    });
  });
});
