import { describe, expect, it } from "vitest";
import { sampleGuest } from "../../../test/support/sample-report.ts";
import type { GuestReport } from "../../model/audit-report.ts";
import { guestsOf, withoutBase } from "./guests-of.ts";

const using = (vmid: number, node: string, volume: string): GuestReport => ({
  ...sampleGuest(vmid, `web-${vmid}`),
  node,
  drives: [],
  volumes: [{ key: "efidisk0", volume, role: "efi", storage: "san" }],
});

describe("the guests a finding speaks about", () => {
  const vmidsOf = guestsOf([
    using(101, "pve1", "san:vm-101-disk-0"),
    using(102, "pve2", "san:vm-101-disk-0"),
    using(103, "pve2", "tank:base-9000-disk-0/vm-103-disk-0"),
  ]);

  it("are its own", () => {
    expect(vmidsOf({ kind: "drive", vmid: 7, drive: "scsi0" })).toEqual([7]);
    expect(vmidsOf({ kind: "storage", storage: "san" })).toEqual([]);
  });

  it("are all that name its volume, on its node where it has one", () => {
    expect(vmidsOf({ kind: "volume", volume: "san:vm-101-disk-0" })).toEqual([101, 102]);
    expect(vmidsOf({ kind: "volume", volume: "san:vm-101-disk-0", node: "pve2" })).toEqual([102]);
    expect(vmidsOf({ kind: "volume", volume: "tank:vm-103-disk-0", node: "pve2" })).toEqual([103]);
  });
});

it("names a linked clone's volume without its base", () => {
  expect(withoutBase("local:9000/base-9000-disk-0.qcow2/101/vm-101-disk-0.qcow2")).toBe(
    "local:101/vm-101-disk-0.qcow2",
  );
  expect(withoutBase("local:101/vm-101-disk-0.qcow2")).toBe("local:101/vm-101-disk-0.qcow2");
  expect(withoutBase("/dev/sdb")).toBe("/dev/sdb");
});
