import { describe, expect, it } from "vitest";
import { parseTags } from "./tags.ts";
import { ownName, parseVolume, volumeName } from "./volume-id.ts";

describe("parseVolume", () => {
  it("tells an empty drive, a path and a volume apart", () => {
    expect(parseVolume("none")).toEqual({ kind: "none", text: "none" });
    expect(parseVolume("/dev/disk/by-id/a:b")).toMatchObject({ kind: "path", path: "/dev/disk/by-id/a:b" });
    expect(parseVolume("lun:0.0.1.scsi-36:00")).toMatchObject({
      kind: "volume",
      storage: "lun",
      name: "0.0.1.scsi-36:00",
    });
  });

  it("places an old bare file name on local, given its guest", () => {
    expect(parseVolume("a.raw", { vmid: 7, cdrom: false })).toMatchObject({
      storage: "local",
      name: "7/a.raw",
    });
    expect(parseVolume("a.iso", { vmid: 7, cdrom: true })).toMatchObject({
      storage: "local",
      name: "iso/a.iso",
    });
    expect(parseVolume("a.raw")).toMatchObject({ kind: "path" });
  });
});

describe("volumeName", () => {
  it.each([
    ["zfspool", "vm-100-disk-0", { owner: 100, format: "raw", base: undefined, isBase: false }],
    [
      "zfspool",
      "base-9-disk-0/vm-100-disk-0",
      { owner: 100, format: "raw", base: "base-9-disk-0", isBase: false },
    ],
    ["zfspool", "base-9-disk-0", { owner: 9, isBase: true }],
    ["zfspool", "subvol-5-disk-0", { owner: 5, format: "subvol" }],
    ["dir", "100/vm-100-disk-0.qcow2", { owner: 100, format: "qcow2", base: undefined }],
    [
      "dir",
      "9/base-9-disk-0.qcow2/100/vm-100-disk-0.vmdk",
      { owner: 100, format: "vmdk", base: "9/base-9-disk-0.qcow2" },
    ],
    ["dir", "9/base-9-disk-0.raw", { owner: 9, format: "raw", isBase: true }],
    ["nfs", "100/vm-100-disk-0", { owner: 100, format: "unknown" }],
    ["nfs", "iso/debian.iso", { owner: undefined, format: "iso", isIso: true }],
    ["lvm", "vm-100-disk-0.qcow2", { owner: 100, format: "qcow2" }],
    ["lvm", "vm-100-disk-0", { owner: 100, format: "raw" }],
    ["lvmthin", "vm-100-disk-0.qcow2", { owner: 100, format: "raw" }],
    ["rbd", "base-9-disk-0/vm-100-disk-0", { owner: 100, base: "base-9-disk-0" }],
    ["iscsi", "0.0.1.scsi-36001", { owner: undefined, format: "raw" }],
    ["iscsidirect", "lun3", { owner: undefined, format: "raw" }],
    [undefined, "vm-100-disk-0.qcow2", { owner: 100, format: "qcow2" }],
    [undefined, "100/vm-100-disk-0.vmdk", { owner: 100, format: "vmdk" }],
    [undefined, "base-9-disk-0/vm-100-disk-0", { owner: 100, base: "base-9-disk-0" }],
  ])("%s %s", (type, name, expected) => {
    expect(volumeName(type, name)).toMatchObject(expected);
  });
});

describe("ownName", () => {
  it.each([
    ["base-9-disk-0/vm-100-disk-0", "vm-100-disk-0"],
    ["9/base-9-disk-0.qcow2/100/vm-100-disk-0.qcow2", "100/vm-100-disk-0.qcow2"],
    ["100/vm-100-disk-0.raw", "100/vm-100-disk-0.raw"],
    ["9/base-9-disk-0.raw", "9/base-9-disk-0.raw"],
    ["base-9-disk-0", "base-9-disk-0"],
  ])("%s is called %s", (name, own) => {
    expect(ownName(name)).toBe(own);
  });
});

describe("parseTags", () => {
  it("lower-cases, splits at every separator and drops repeats", () => {
    expect(parseTags(" HA;prod,ha  x_1;")).toEqual(["ha", "prod", "x_1"]);
  });
});
