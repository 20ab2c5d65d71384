import { describe, expect, it } from "vitest";
import type { BlockDevice } from "../model/cluster.ts";
import { type DiskSet, indexDisks } from "./disk-index.ts";

function device(name: string, rest: Partial<BlockDevice> = {}): BlockDevice {
  return { name, type: "disk", mountpoints: [], children: [], ...rest };
}
const ssd = (name: string, rest: Partial<BlockDevice> = {}) => device(name, { rotational: false, ...rest });
const hdd = (name: string, rest: Partial<BlockDevice> = {}) => device(name, { rotational: true, ...rest });
const lv = (name: string, rest: Partial<BlockDevice> = {}) => device(name, { type: "lvm", ...rest });
const part = (name: string, rest: Partial<BlockDevice> = {}) => device(name, { type: "part", ...rest });

const shown = (set: DiskSet | undefined): string =>
  set === undefined ? "-" : [...[...set.media].sort(), ...(set.remote ? ["remote"] : [])].join(" ");

describe("a pool", () => {
  it("is on the disks whose partitions carry its label", () => {
    const disks = indexDisks([
      ssd("sda", { children: [part("sda1"), part("sda3", { fstype: "zfs_member", label: "rpool" })] }),
      hdd("sdb", { fstype: "zfs_member", label: "rust" }),
      hdd("sdc", { fstype: "ext4", label: "rpool" }),
    ]);
    expect([shown(disks.pool("rpool")), shown(disks.pool("rust")), shown(disks.pool("tank"))]).toEqual([
      "ssd",
      "hdd",
      "-",
    ]);
  });

  it("is mixed where its disks are", () => {
    const member = { fstype: "zfs_member", label: "tank" };
    expect(shown(indexDisks([ssd("sda", member), hdd("sdb", member)]).pool("tank"))).toBe("hdd ssd");
  });
});

describe("a volume group", () => {
  it.each([
    ["pve-root", "pve"],
    ["pve-vm--100--disk--0", "pve"],
    ["vg--san-vm--100--disk--0.qcow2", "vg-san"],
    ["a--b--c-lv", "a-b-c"],
    ["pve-data_tdata", "pve"],
    ["vg--", "vg-"],
  ])("is read from the mapper's name %s: %s", (name, group) => {
    const disks = indexDisks([ssd("sda", { children: [part("sda3", { children: [lv(name)] })] })]);
    expect(shown(disks.volumeGroup(group))).toBe("ssd");
  });

  it("is not taken for one whose name begins alike", () => {
    const disks = indexDisks([ssd("sda", { children: [lv("vg--san-vm--1--disk--0")] })]);
    expect([shown(disks.volumeGroup("vg")), shown(disks.volumeGroup("vg--san"))]).toEqual(["-", "-"]);
  });

  it("is remote through iscsi and fc, also below multipath and partitions", () => {
    const below = {
      children: [part("sdg1", { children: [device("mpatha", { type: "mpath", children: [lv("san-x")] })] })],
    };
    for (const transport of ["iscsi", "fc"])
      expect(shown(indexDisks([hdd("sdg", { transport, ...below })]).volumeGroup("san"))).toBe("hdd remote");
    for (const transport of ["sas", "sata", "nvme", undefined])
      expect(
        shown(
          indexDisks([
            hdd("sdg", { ...(transport === undefined ? {} : { transport }), ...below }),
          ]).volumeGroup("san"),
        ),
      ).toBe("hdd");
  });
});

describe("a device", () => {
  const disks = indexDisks([
    ssd("nvme0n1", { serial: "S1", children: [part("nvme0n1p2")] }),
    hdd("sda", { serial: "WD-12", children: [part("sda1"), part("sda10")] }),
    ssd("sdb", { serial: "WD-123" }),
    hdd("sdc", { serial: "1" }),
    ssd("sdd", { serial: "5000c500a1b2c3d4" }),
    hdd("sde", { serial: "WITH SPACES 9" }),
    ssd("sdf", { children: [lv("pve-root")] }),
  ]);

  it.each([
    ["/dev/nvme0n1", "nvme0n1"],
    ["nvme0n1p2", "nvme0n1p2"],
    ["/dev/mapper/pve-root", "pve-root"],
    ["/dev/disk/by-id/nvme-Model_S1", "nvme0n1"],
    ["/dev/disk/by-id/nvme-Model_S1_1", "nvme0n1"],
    ["/dev/disk/by-id/nvme-Model_S1-part2", "nvme0n1p2"],
    ["/dev/disk/by-id/ata-WDC_WD-12", "sda"],
    ["/dev/disk/by-id/ata-WDC_WD-12-part1", "sda1"],
    ["/dev/disk/by-id/ata-WDC_WD-12-part10", "sda10"],
    ["/dev/disk/by-id/ata-WDC_WD-12-part3", undefined],
    ["/dev/disk/by-id/ata-WDC_WD-123", "sdb"],
    ["/dev/disk/by-id/ata-WDC_WD-1234", undefined],
    ["/dev/disk/by-id/ata-OTHER_XYZ1", undefined],
    ["/dev/disk/by-id/ata-OTHER_1", "sdc"],
    ["/dev/disk/by-id/scsi-35000c500a1b2c3d4", "sdd"],
    ["/dev/disk/by-id/usb-X_WITH_SPACES_9-0:0", "sde"],
    ["/dev/disk/by-path/pci-WD-12", undefined],
    ["/dev/sdz", undefined],
  ])("%s is %s", (path, name) => {
    expect(disks.deviceName(path)).toBe(name);
    expect(disks.device(path) === undefined).toBe(name === undefined);
  });

  it("inherits the medium of the disk it stands on, which alone knows it", () => {
    expect(shown(disks.device("/dev/disk/by-id/ata-WDC_WD-12-part1"))).toBe("hdd");
    expect(shown(disks.device("/dev/mapper/pve-root"))).toBe("ssd");
  });
});

describe("a declared disk", () => {
  const declared = (match: string, medium: "ssd" | "hdd") => [{ match, value: { medium }, source: "p:1" }];
  const vg = (model: string, rest: Partial<BlockDevice> = {}) =>
    hdd("sda", { model, serial: "S1", children: [lv("san-vm")], ...rest });
  const medium = (...args: Parameters<typeof indexDisks>) => shown(indexDisks(...args).volumeGroup("san"));

  it("is what was declared of its model or serial number, whatever the kernel says", () => {
    expect(medium([vg("PERC H730 ")])).toBe("hdd");
    expect(medium([vg("PERC H730 ")], declared("perc*", "ssd"))).toBe("ssd");
    expect(medium([vg("PERC H730 ")], declared("S1", "ssd"))).toBe("ssd");
    expect(medium([vg("PERC H730 ")], declared("S2", "ssd"))).toBe("hdd");
  });

  it("is known behind a network too", () => {
    expect(medium([vg("LIO", { transport: "iscsi" })])).toBe("hdd remote");
    expect(medium([vg("LIO", { transport: "iscsi" })], declared("LIO", "ssd"))).toBe("ssd");
  });
});
