import { describe, expect, it } from "vitest";
import { itHoldsItsPage, judgeLine } from "../../../test/support/rule-page.ts";
import { defaultPolicy } from "../../model/policy.ts";
import { aioNativeBlocks } from "./aio-native-blocks.ts";

const chained = "scsi0: chain:vm-101-disk-0.qcow2";

describe("drive/aio-native-blocks", () => {
  itHoldsItsPage(aioNativeBlocks);

  it("says that nobody chose it on a volume chain, and shows both sides", () => {
    expect(judgeLine(aioNativeBlocks, chained)).toMatchObject({
      message:
        "aio is native (default on lvm, nobody set it); the volume is qcow2 on a volume chain, where native can stall the guest",
      remedy: {
        safety: "review",
        changes: [{ key: "aio", from: null, to: "io_uring" }],
        risks: [expect.stringContaining("2021"), expect.stringContaining("live moves")],
      },
    });
  });

  it("takes the key away where io_uring is the default", () => {
    expect(judgeLine(aioNativeBlocks, "scsi0: tank:vm-101-disk-0,aio=native")).toMatchObject({
      remedy: { safety: "safe", changes: [{ key: "aio", from: "native", to: null }], risks: [] },
    });
  });

  it("names the file system it does not know", () => {
    expect(
      judgeLine(aioNativeBlocks, "scsi0: local:101/vm-101-disk-0.raw,aio=native | @no-facts"),
    ).toMatchObject({
      message: expect.stringContaining("not known: file system under /var/lib/vz"),
    });
  });

  it("follows the policy", () => {
    expect(judgeLine(aioNativeBlocks, chained, { ...defaultPolicy, aioOnLvm: "leave" })).toEqual({
      kind: "pass",
    });
    expect(judgeLine(aioNativeBlocks, chained, { ...defaultPolicy, aioOnLvm: "threads" })).toMatchObject({
      remedy: { changes: [{ key: "aio", from: null, to: "threads" }], risks: [] },
    });
    const wanted = { ...defaultPolicy, aio: { storages: { tank: "native" as const }, types: {}, lanes: {} } };
    expect(judgeLine(aioNativeBlocks, "scsi0: tank:vm-101-disk-0,aio=native", wanted)).toEqual({
      kind: "pass",
    });
    const onCifs = {
      ...defaultPolicy,
      aio: { storages: {}, types: { cifs: "threads" as const }, lanes: {} },
    };
    expect(judgeLine(aioNativeBlocks, "scsi0: smb:101/vm-101-disk-0.raw", onCifs)).toMatchObject({
      severity: "warning",
    });
  });
});
