import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  couldAllocate,
  editDriveString,
  isCdrom,
  isCloudInit,
  printDrive,
  readDrive,
} from "./drive-string.ts";

function printed(key: string, value: string): string {
  const reading = readDrive(key, value);
  return reading.ok ? printDrive(reading.drive) : `refused: ${reading.reason}`;
}

describe("readDrive", () => {
  it.each([
    [
      "scsi0",
      "tank:vm-1-disk-0,ssd=on,discard=on,size=33554432K",
      "tank:vm-1-disk-0,discard=on,size=32G,ssd=1",
    ],
    ["scsi0", "volume=tank:vm-1-disk-0,iothread=TRUE", "tank:vm-1-disk-0,iothread=1"],
    ["scsi0", "ssd=1,,tank:vm-1-disk-0, ,", "tank:vm-1-disk-0,ssd=1"],
    ["virtio3", "/dev/sdb,cyls=4,cyls=5,trans=auto", "/dev/sdb"],
    ["ide2", "none,media=cdrom", "none,media=cdrom"],
    ["scsi0", "tank:a,bps=104857600", "tank:a,mbps=0.000"],
    ["scsi0", "tank:a,bps=5,mbps_max=7,bps_max_length=2", "tank:a,bps_max_length=2,mbps=0.000,mbps_max=7"],
    ["scsi0", "tank:a,iops_max=5", "tank:a,iops_max=5"],
    ["scsi0", "tank:a,mbps_rd=1,mbps=0", "tank:a,mbps=0,mbps_rd=1"],
    ["scsi0", "tank:a,iops_rd_max=5,iops_rd_length=3", "tank:a,iops_rd_max=5,iops_rd_max_length=3"],
    ["scsi0", "tank:a,media=cdrom,snapshot=0", "tank:a,media=cdrom,snapshot=0"],
    [
      "ide0",
      "tank:a,wwn=0x5000c500a1b2c3d4,model=My%20Disk",
      "tank:a,model=My%20Disk,wwn=0x5000c500a1b2c3d4",
    ],
    ["efidisk0", "tank:a,efitype=4m,pre-enrolled-keys=yes", "tank:a,efitype=4m,pre-enrolled-keys=1"],
    ["tpmstate0", "tank:a,version=v2.0,size=4M", "tank:a,size=4M,version=v2.0"],
    ["unused7", "tank:vm-1-disk-9", "tank:vm-1-disk-9"],
  ])("%s: %s prints %s", (key, value, expected) => {
    expect(printed(key, value)).toBe(expected);
  });

  it.each([
    ["virtio0", "tank:a,ssd=1", "'ssd' is not a key of it"],
    ["ide0", "tank:a,iothread=1", "'iothread' is not a key of it"],
    ["efidisk0", "tank:a,cache=none", "'cache' is not a key of it"],
    ["scsi0", "tank:a, ssd=1", "' ssd' is not a key of it"],
    ["scsi0", "tank:a,ssd=1,ssd=0", "'ssd' is set twice"],
    ["scsi0", "tank:a,volume=tank:b", "'file' is set twice"],
    ["scsi0", "tank:a,bare", "'bare' has no key"],
    ["scsi0", "tank:a,cache=", "'cache' has no value"],
    ["scsi0", "tank:a,=1", "has no key"],
    ["scsi0", "ssd=1", "'file' is missing"],
    ["scsi0", "", "'file' is missing"],
    ["scsi0", "nonsense", "'file' must be"],
    ["unused0", "/dev/sdb", "'file' must be a volume id"],
    ["scsi0", "tank:a,cache=None", "'cache' must be one of"],
    ["scsi0", "tank:a,queues=1", "'queues' must be"],
    ["scsi0", "tank:a,wwn=0x50", "'wwn' must be"],
    ["scsi0", `tank:a,serial=${"x".repeat(61)}`, "'serial' must be"],
    ["scsi0", "tank:a,serial=a b", "'serial' must be"],
    ["scsi0", "tank:a,constructor=1", "'constructor' is not a key of it"],
    ["scsi0", "tank:a,bps=1,mbps=2", "exclude each other"],
    ["scsi0", "tank:a,mbps=1,mbps_rd=2", "exclude each other"],
    ["scsi0", "tank:a,iops=1,iops_wr=2", "exclude each other"],
    ["scsi0", "tank:a,mbps_max=1", "'mbps_max' needs 'mbps'"],
    ["scsi0", "tank:a,iops_max_length=1", "'iops_max_length' needs 'iops_max'"],
    ["virtio0", "none,media=cdrom", "CD-ROM cannot be on virtio"],
    ["scsi0", "tank:a,media=cdrom,format=raw", "CD-ROM cannot have 'format'"],
    ["scsi31", "tank:a", "'scsi31' is not a drive"],
    ["scsi00", "tank:a", "'scsi00' is not a drive"],
  ])("%s: %s is refused: %s", (key, value, reason) => {
    expect(printed(key, value)).toContain("refused: ");
    expect(printed(key, value)).toContain(reason);
  });

  it("keeps what it printed", () => {
    const option = fc.constantFrom(
      "ssd=on",
      "discard=on",
      "size=1536M",
      "aio=native",
      "backup=no",
      "serial=a%20",
      "bps=9",
    );
    fc.assert(
      fc.property(fc.uniqueArray(option), (options) => {
        const once = printed("scsi1", ["tank:vm-1-disk-0", ...options].join(","));
        expect(printed("scsi1", once)).toBe(once);
      }),
    );
  });

  it("takes any text without throwing", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(typeof readDrive("scsi0", text).ok).toBe("boolean");
      }),
    );
  });
});

describe("what a drive holds", () => {
  it("tells CD-ROMs by media alone", () => {
    expect(isCdrom({ media: "cdrom" })).toBe(true);
    const iso = readDrive("ide2", "local:iso/a.iso");
    expect(iso.ok && isCdrom(iso.drive)).toBe(false);
  });

  it.each([
    ["tank:vm-100-cloudinit", true],
    ["local:100/vm-100-cloudinit.qcow2", true],
    ["tank:cloudinit", true],
    ["tank:vm-100-cloudinit-2", false],
    ["tank:vm-100-disk-0", false],
  ])("%s cloud-init: %s", (file, expected) => {
    expect(isCloudInit({ file })).toBe(expected);
  });
});

describe("editDriveString", () => {
  it("drops the size and keeps the rest in place", () => {
    expect(editDriveString("tank:a,serial=x,size=32G,ssd=1", { discard: "on" })).toBe(
      "tank:a,serial=x,ssd=1,discard=on",
    );
  });
});

describe("couldAllocate", () => {
  it.each([
    "tank:32",
    "tank:0.5",
    "32",
    "tank:cloudinit",
    "tank:0,import-from=a:b",
    "file=tank:8,ssd=1",
    "ssd=1,volume=tank:8",
  ])("%s could", (text) => {
    expect(couldAllocate(text)).toBe(true);
  });
  it.each([
    "tank:vm-100-disk-0",
    "tank:vm-100-cloudinit",
    "/dev/sdb",
    "none",
    "local:100/vm-100-disk-0.raw",
    "tank:a,queues=8",
  ])("%s could not", (text) => {
    expect(couldAllocate(text)).toBe(false);
  });
});
