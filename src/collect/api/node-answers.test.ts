import { describe, expect, it } from "vitest";
import { withUses } from "./disk-uses.ts";
import { devicesIn, groupsIn, listIn, packagesIn } from "./node-answers.ts";
import { gapText } from "./rows.ts";
import { haGroupsCfg, mappingCfg, storageCfg } from "./section-text.ts";

const disk = (more: object) => ({ devpath: "/dev/sda", type: "ssd", size: 1000, ...more });

describe("disks", () => {
  it.each([
    [{ type: "ssd" }, false],
    [{ type: "nvme" }, false],
    [{ type: "hdd" }, true],
    [{ type: "usb" }, undefined],
    [{ type: "unknown" }, undefined],
    // a LUN of an array: what it says of rotation is the array's word
    [{ type: "ssd", wwn: "0x600a098038314f45" }, undefined],
    [{ type: "hdd", wwn: "0x5000c500a32c14c1" }, true],
  ])("%j rotates: %s", (row, rotational) => {
    expect(devicesIn([disk(row)])[0]?.rotational).toBe(rotational);
  });

  it("names nothing unknown: a serial of all disks would name none", () => {
    expect(devicesIn([disk({ serial: "unknown", model: "unknown" })])[0]).not.toHaveProperty("serial");
  });

  it.each([
    ["mounted", { mountpoints: ["a place the API does not name"] }],
    ["ext4", { fstype: "ext4" }],
    ["ZFS", { fstype: "zfs_member" }],
    ["LVM", { fstype: "LVM2_member" }],
    ["Device Mapper", { children: [{ type: "device mapper" }] }],
  ])("%s is a use", (used, seen) => {
    expect(devicesIn([disk({ used })])[0]).toMatchObject(seen);
  });

  it("tell of pool and volume group by the other answers", () => {
    const disks = devicesIn([
      disk({ used: "partitions" }),
      { devpath: "/dev/sda1", parent: "/dev/sda", used: "ZFS" },
      { devpath: "/dev/sdb", used: "LVM" },
    ]);
    const pool = {
      name: "tank",
      state: "ONLINE",
      vdevs: [{ role: "data", kind: "disk", devices: ["/dev/sda1"] }],
    } as const;
    const found = withUses(disks, [pool], [{ name: "my-vg", physicalVolumes: ["/dev/sdb"] }]);
    expect(found[0]?.children[0]).toMatchObject({ fstype: "zfs_member", label: "tank" });
    expect(found[1]?.children[0]).toMatchObject({ type: "lvm", name: "my--vg-volumes" });
  });
});

describe("an answer of another shape is none", () => {
  it.each([null, {}, "x", [1], [null]])("%j", (data) => {
    expect(() => listIn(data)).toThrow();
    expect(() => groupsIn(data)).toThrow();
    expect(() => groupsIn({ children: data })).toThrow();
    expect(() => packagesIn(data)).toThrow();
  });
  it("no groups are no groups", () => {
    expect(groupsIn({ leaf: 0, children: [] })).toEqual([]);
  });
});

describe("sections", () => {
  it("are those of the file", () => {
    expect(
      storageCfg([{ storage: "san", type: "lvm", vgname: "vg", shared: 1, digest: "x", nodes: "" }]),
    ).toBe("lvm: san\n\tshared 1\n\tvgname vg\n");
    expect(haGroupsCfg([{ group: "g", nodes: "pve1", restricted: 1, type: "group" }])).toBe(
      "group: g\n\tnodes pve1\n\trestricted 1\n",
    );
    expect(mappingCfg([{ id: "gpu", map: ["node=pve1,path=0000:01:00", "node=pve2,path=0000:02:00"] }])).toBe(
      "gpu\n\tmap node=pve1,path=0000:01:00\n\tmap node=pve2,path=0000:02:00\n",
    );
  });
  it("no value adds a line, and no id a section", () => {
    expect(
      storageCfg([
        { storage: "a\n\tshared 1", type: "dir" },
        { storage: "b", type: "dir", path: "/x\n\nlvm: evil", "k\ney": "1" },
      ]),
    ).toBe("dir: b\n\tpath /x lvm: evil\n");
  });
});

it.each([
  [
    403,
    "Permission check failed (/nodes/pve2, Sys.Audit)",
    "HTTP 403 on /nodes/pve2/status; give the token Sys.Audit on /nodes/pve2",
  ],
  [
    403,
    "Permission check failed (/vms/1, VM.Audit|VM.Config.Disk)",
    "HTTP 403 on /nodes/pve2/status; give the token VM.Audit on /vms/1",
  ],
  [403, "Permission check failed", "HTTP 403 on /nodes/pve2/status; give the token Sys.Audit on /nodes/pve2"],
  [500, "got no answer", "HTTP 500 on /nodes/pve2/status: got no answer"],
  [0, "no answer within 30 s", "no answer within 30 s (/nodes/pve2/status)"],
  [200, "the answer is cut off", "the answer is cut off (/nodes/pve2/status)"],
])("a gap of %s %s says %s", (status, message, said) => {
  expect(gapText("/nodes/pve2/status?x=1", { ok: false, status, message })).toBe(said);
});
