import { describe, expect, it } from "vitest";
import { itHoldsItsPage, judgeLine } from "../../../test/support/rule-page.ts";
import { defaultPolicy } from "../../model/policy.ts";
import { aioNativeInherited } from "./aio-native-inherited.ts";

describe("drive/aio-native-inherited", () => {
  itHoldsItsPage(aioNativeInherited);

  it("shows both sides on lvm", () => {
    expect(judgeLine(aioNativeInherited, "scsi0: san:vm-101-disk-0")).toMatchObject({
      message: expect.stringContaining("aio is native (default on lvm, nobody set it)"),
      remedy: { safety: "review", changes: [{ key: "aio", from: null, to: "io_uring" }] },
    });
  });

  it("has no remedy on cifs", () => {
    expect(judgeLine(aioNativeInherited, "scsi0: smb:101/vm-101-disk-0.raw")).toMatchObject({
      message: expect.stringContaining("aio is native (default on cifs, nobody set it)"),
      remedy: { kind: "none" },
    });
  });

  it("follows the policy", () => {
    expect(
      judgeLine(aioNativeInherited, "scsi0: san:vm-101-disk-0", { ...defaultPolicy, aioOnLvm: "leave" }),
    ).toEqual({
      kind: "pass",
    });
    const onCifs = {
      ...defaultPolicy,
      aio: { storages: {}, types: { cifs: "threads" as const }, lanes: {} },
    };
    expect(judgeLine(aioNativeInherited, "scsi0: smb:101/vm-101-disk-0.raw", onCifs)).toEqual({
      kind: "pass",
    });
  });
});
