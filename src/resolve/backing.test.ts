import { describe, expect, it } from "vitest";
import { drive101, exampleOf, withText } from "../../test/support/resolved-example.ts";
import type { ResolvedDrive } from "../model/resolved.ts";

const foreign =
  "custom: other\n\tcontent images\n\nzfs: remote\n\tportal 192.0.2.9\n\ttarget iqn.x:y\n\tpool p\n";
const drive = (line: string): ResolvedDrive =>
  drive101(withText(exampleOf(`scsi0: ${line}`), "storage.cfg", foreign));

/** Backing, driver, format; and whether the bytes lie on this node's ZFS. */
function shown(line: string): string {
  const { backing, driver, format, onZfs } = drive(line);
  const zfs = onZfs.known ? (onZfs.value ? "on ZFS" : "not on ZFS") : "perhaps on ZFS";
  return `${backing} ${driver.known ? driver.value : "?"} ${format}, ${zfs}`;
}

describe("what carries the bytes", () => {
  it.each([
    ["tank:vm-101-disk-0", "zvol host_device raw, on ZFS"],
    ["tank:base-100-disk-0/vm-101-disk-0", "zvol host_device raw, on ZFS"],
    ["/dev/zvol/tank/vm-101-disk-0", "zvol host_device raw, on ZFS"],
    ["zdir:101/vm-101-disk-0.raw", "dataset-file file raw, on ZFS"],
    ["zdir:100/base-100-disk-0.qcow2/101/vm-101-disk-0.qcow2", "dataset-file file qcow2, on ZFS"],
    ["local:101/vm-101-disk-0.raw", "file file raw, not on ZFS"],
    ["local:101/vm-101-disk-0.vmdk", "file file vmdk, not on ZFS"],
    ["bdir:101/vm-101-disk-0.raw", "file file raw, not on ZFS"],
    ["bt:101/vm-101-disk-0.raw", "file file raw, not on ZFS"],
    ["gfs:101/vm-101-disk-0.qcow2", "file file qcow2, not on ZFS"],
    ["nas:101/vm-101-disk-0.qcow2", "file file qcow2, not on ZFS"],
    ["smb:101/vm-101-disk-0.raw", "file file raw, not on ZFS"],
    ["vg:vm-101-disk-0", "thick-lv host_device raw, not on ZFS"],
    ["chain:vm-101-disk-0", "thick-lv host_device raw, not on ZFS"],
    ["chain:vm-101-disk-0.qcow2", "qcow2-lv host_device qcow2, not on ZFS"],
    ["san:vm-101-disk-0.qcow2", "qcow2-lv host_device qcow2, not on ZFS"],
    ["thin:vm-101-disk-0", "thin-lv host_device raw, not on ZFS"],
    ["thin:base-100-disk-0/vm-101-disk-0", "thin-lv host_device raw, not on ZFS"],
    ["ceph:vm-101-disk-0", "rbd rbd raw, not on ZFS"],
    ["ceph:base-100-disk-0/vm-101-disk-0", "rbd rbd raw, not on ZFS"],
    ["krbd:vm-101-disk-0", "krbd host_device raw, not on ZFS"],
    ["lun:0.0.0.scsi-36001405", "lun host_device raw, not on ZFS"],
    ["dlun:lun1", "iscsi iscsi raw, not on ZFS"],
    ["remote:vm-101-disk-0", "iscsi iscsi raw, not on ZFS"],
    ["/dev/sdh", "path host_device raw, not on ZFS"],
    ["/dev/vg_san/vm-101-disk-0", "path host_device raw, not on ZFS"],
    ["/dev/sdh,format=qcow2", "path host_device qcow2, not on ZFS"],
    ["/srv/x.qcow2,format=qcow2", "file file qcow2, not on ZFS"],
    ["/srv/x.qcow2", "file file raw, not on ZFS"],
    ["/tank/dir/x.raw", "dataset-file file raw, on ZFS"],
    ["gone:vm-101-disk-0", "unknown ? raw, perhaps on ZFS"],
    ["gone:vm-101-disk-0.qcow2", "unknown ? qcow2, perhaps on ZFS"],
    ["tank:vm-101-disk-0 | @no-file storage.cfg", "unknown ? raw, perhaps on ZFS"],
    ["local:101/vm-101-disk-0.raw | @no-fact mounts", "unknown file raw, perhaps on ZFS"],
    ["/srv/x.raw | @no-fact mounts", "unknown file raw, perhaps on ZFS"],
    ["nas:101/vm-101-disk-0.raw | @no-fact mounts", "file file raw, not on ZFS"],
  ])("%s: %s", (line, expected) => expect(shown(line)).toBe(expected));

  it("takes a managed volume's format from its name, whatever format= says", () => {
    expect(drive("tank:vm-101-disk-0,format=qcow2").format).toBe("raw");
    expect(drive("nas:101/vm-101-disk-0.qcow2,format=raw").format).toBe("qcow2");
  });
});
