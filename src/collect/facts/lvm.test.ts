import { describe, expect, it } from "vitest";
import { parseLvs } from "./lvm.ts";
import { parsePvs, parseVgs, volumeGroupsOf } from "./volume-groups.ts";

const report = (kind: string, ...rows: readonly object[]): string =>
  `  ${JSON.stringify({ report: [{ [kind]: rows }], log: [] })}\n`;

describe("lvs", () => {
  it("reads the JSON report: thin pools, thin and thick volumes", () => {
    const lv = (lv_name: string, segtype: string, rest: object) => ({
      lv_name,
      vg_name: "pve",
      segtype,
      ...rest,
    });
    const text = report(
      "lv",
      lv("data", "thin-pool", {
        lv_size: "1073741824",
        data_percent: "17.40",
        metadata_percent: "0,79",
        lv_autoactivation: "enabled",
      }),
      lv("root", "linear", {
        lv_size: "96.00g",
        data_percent: "",
        metadata_percent: "",
        lv_autoactivation: "",
      }),
      lv("root", "linear", { lv_size: "96.00g" }),
      lv("[data_tdata]", "linear", { lv_size: "1" }),
    );
    expect(parseLvs(text)).toEqual([
      {
        volumeGroup: "pve",
        name: "data",
        segtype: "thin-pool",
        size: 1073741824,
        dataPercent: 17.4,
        metadataPercent: 0.79,
        autoactivation: true,
      },
      { volumeGroup: "pve", name: "root", segtype: "linear", size: 96 * 1024 ** 3, autoactivation: false },
    ]);
    expect(parseLvs(report("lv"))).toEqual([]);
    const full = { lv_name: "a", lv_full_name: "pve/a", segtype: "linear" };
    expect(parseLvs(report("lv", full))).toEqual([{ volumeGroup: "pve", name: "a", segtype: "linear" }]);
  });

  it("reads the table, whose empty cells are blank", () => {
    const table = `  LV            VG  Attr       LSize   Pool Origin Data%  Meta%  Move Log Cpy%Sync Convert
  data          pve twi-aotz--  <1.67t             17,40  0.79
  root          pve -wi-ao----  96.00g
  vm-100-disk-0 pve Vwi-a-tz-- 350.00g data        80.31
`;
    expect(parseLvs(table)).toEqual([
      {
        volumeGroup: "pve",
        name: "data",
        segtype: "thin-pool",
        size: 1836184418386,
        dataPercent: 17.4,
        metadataPercent: 0.79,
      },
      { volumeGroup: "pve", name: "root", segtype: "linear", size: 96 * 1024 ** 3 },
      {
        volumeGroup: "pve",
        name: "vm-100-disk-0",
        segtype: "thin",
        size: 350 * 1024 ** 3,
        dataPercent: 80.31,
      },
    ]);
  });

  it.each([
    ["", "is not an output of lvs"],
    ["{}", "is not an output of lvs"],
    [report("vg"), "is not an output of lvs"],
    [report("lv", { lv_name: "a" }), "has no column vg_name"],
    ['{"report": [{"lv": [', "is cut off"],
  ])("refuses %j", (text, reason) => {
    expect(() => parseLvs(text)).toThrow(reason);
  });
});

describe("vgs and pvs", () => {
  const vg = { vg_name: "pve", vg_uuid: "u1" };

  it("make groups with their devices, from vgs alone or with pvs", () => {
    const groups = [{ name: "pve", uuid: "u1", physicalVolumes: ["/dev/sda3", "/dev/sdb"] }];
    const rows = ["/dev/sda3", "/dev/sdb"].map((pv_name) => ({ ...vg, pv_name }));
    expect(volumeGroupsOf(parseVgs(report("vg", ...rows)), [])).toEqual(groups);
    const pvs = parsePvs(
      "  PV         VG  Fmt  Attr PSize PFree\n  /dev/sda3  pve lvm2 a--  1t    0\n  /dev/sdb   pve lvm2 a--  1t    0\n  /dev/sdz       lvm2 ---  1t    1t\n",
    );
    expect(volumeGroupsOf(parseVgs(report("vg", vg)), pvs)).toEqual(groups);
  });

  it("keeps two groups of one name apart, and guesses no device of theirs", () => {
    const vgs = parseVgs(report("vg", vg, { ...vg, vg_uuid: "u2" }));
    const pvs = parsePvs(report("pv", { pv_name: "/dev/sda", vg_name: "pve" }));
    expect(volumeGroupsOf(vgs, pvs).map(({ uuid, physicalVolumes }) => [uuid, physicalVolumes])).toEqual([
      ["u1", []],
      ["u2", []],
    ]);
  });

  it("need the UUID: it alone says whether two nodes see the same group", () => {
    expect(() =>
      parseVgs("  VG  #PV #LV #SN Attr   VSize VFree\n  pve   1   3   0 wz--n- 1t    0\n"),
    ).toThrow("has no column vg_uuid");
  });
});
