import { describe, expect, it } from "vitest";
import { withAshift } from "./vdev-ashift.ts";
import { parseZdb } from "./zdb.ts";
import { parseVdevAshifts, parseZpoolGet } from "./zpool-get.ts";
import { parseZpoolList } from "./zpool-list.ts";

const cell = (value: unknown) => ({ value, source: { type: "NONE", data: "-" } });
const listJson = (size: unknown, allocated: unknown, capacity: unknown): string =>
  JSON.stringify({
    pools: {
      tank: {
        name: "tank",
        properties: { size: cell(size), allocated: cell(allocated), capacity: cell(capacity) },
      },
    },
  });

describe("zpool list", () => {
  it.each([
    ["-Hp", "tank\t1000\t945\t55\t-\t-\t28\t94\t1.00\tONLINE\t-\n"],
    ["-Hp before 0.8, one column less", "tank\t1000\t945\t55\t-\t28%\t94%\t1.00x\tONLINE\t-\n"],
    ["-Hp -o name,size,alloc,free", "tank\t1000\t945\t55\n"],
    [
      "-Hpv",
      "tank\t1000\t945\t55\t-\t-\t28\t94\t1.00\tONLINE\t-\n\tmirror-0\t1000\t945\t55\nlogs                 -          -\n\tsdc\t5\t0\t5\n",
    ],
    ["-j", listJson("1000", "945", "94%")],
    ["-j --json-int", listJson(1000, 945, 94)],
  ])("reads %s", (_, text) => {
    expect(parseZpoolList(text)).toEqual([{ name: "tank", size: 1000, capacity: 94 }]);
  });

  it("reads the table people see, with units and decimal commas", () => {
    const table =
      "NAME   SIZE  ALLOC   FREE  CKPOINT  EXPANDSZ   FRAG    CAP  DEDUP    HEALTH  ALTROOT\ntank  7,5T  1.53T  5.73T        -         -     0%    21%  1.00x    ONLINE  -\n";
    expect(parseZpoolList(table)).toEqual([{ name: "tank", size: 7.5 * 1024 ** 4, capacity: 21 }]);
  });

  it("knows that nothing is no pool", () => {
    expect(parseZpoolList("")).toEqual([]);
  });

  it.each(["command not found\n", "{}", "tank\tx\ty\tz\n"])("refuses %j", (text) => {
    expect(() => parseZpoolList(text)).toThrow("is not an output of zpool list");
  });
});

describe("zpool get", () => {
  it("reads -Hp all, columns and JSON alike", () => {
    const wanted = new Map([
      ["tank", { size: "1024", autotrim: "off", dedupratio: "1.00", "feature@lz4_compress": "active" }],
    ]);
    const rows = [
      ["tank", "size", "1024", "-"],
      ["tank", "autotrim", "off", "default"],
      ["tank", "dedupratio", "1.00", "-"],
      ["tank", "feature@lz4_compress", "active", "local"],
    ];
    expect(parseZpoolGet(rows.map((row) => `${row.join("\t")}\n`).join(""))).toEqual(wanted);
    const columns = `NAME  PROPERTY  VALUE  SOURCE\n${rows.map((row) => `${row.join("   ")}\n`).join("")}`;
    expect(parseZpoolGet(columns.replace("1024", "1K").replace("1.00", "1.00x"))).toEqual(wanted);
    const properties = Object.fromEntries(rows.map(([, property = "", value]) => [property, cell(value)]));
    expect(parseZpoolGet(JSON.stringify({ pools: { tank: { properties } } }))).toEqual(wanted);
  });

  it("has no guid rather than a rounded one", () => {
    const text =
      '{"pools": {"tank": {"name": "tank", "properties": {"guid": {"value": 12431130495158705827}, "ashift": {"value": 12}}}}}';
    expect(parseZpoolGet(text).get("tank")).toEqual({ ashift: "12" });
    expect(parseZpoolGet("tank\tguid\t12431130495158705827\t-\n").get("tank")).toEqual({
      guid: "12431130495158705827",
    });
  });

  it.each([
    ["", "is not an output of zpool get"],
    ["bad property list: invalid\n", "is not an output of zpool get"],
    ["tank\tsize\t1\t-\ntank\tash", "is cut off"],
  ])("refuses %j", (text, reason) => {
    expect(() => parseZpoolGet(text)).toThrow(reason);
  });
});

const zdb = `MOS Configuration:
        version: 5000
        name: 'tank'
        vdev_tree:
            type: 'root'
            id: 0
            children[0]:
                type: 'raidz'
                id: 0
                nparity: 2
                ashift: 12
                children[0]:
                    type: 'disk'
                    id: 0
                    path: '/dev/sdb1'
                children[1]:
                    type: 'disk'
                    id: 1
                    path: '/dev/sda1'
            children[1]:
                type: 'disk'
                id: 1
                path: '/dev/disk/by-id/ata-X-part1'
                ashift: 9
                is_log: 1
        features_for_read:
            com.delphix:hole_birth
`;

describe("the ashift of vdevs", () => {
  it("is read from zdb -C, of one pool or of the cache file", () => {
    const ashifts = new Map([
      ["raidz-0", 12],
      ["/dev/disk/by-id/ata-X-part1", 9],
    ]);
    expect(parseZdb(zdb)).toEqual([{ pool: "tank", ashifts }]);
    const cache = ["tank", "rust"].map((name) =>
      zdb.replace("MOS Configuration:", `${name}:`).replace("'tank'", `'${name}'`),
    );
    expect(parseZdb(cache.join(""))).toEqual(["tank", "rust"].map((pool) => ({ pool, ashifts })));
    expect(() => parseZdb("zdb: can't open 'tank'")).toThrow("is not an output of zdb -C");
  });

  it("is read from zpool get ashift <pool> all-vdevs; the root's 0 is none", () => {
    const ashifts = new Map([
      ["mirror-0", 12],
      ["sda", 12],
    ]);
    expect(parseVdevAshifts("root-0\tashift\t0\t-\nmirror-0\tashift\t12\t-\nsda\tashift\t12\t-\n")).toEqual({
      pool: undefined,
      ashifts,
    });
    const vdev = (ashift: number) => ({ properties: { ashift: cell(ashift) } });
    const json = {
      pool: { name: "tank" },
      vdevs: { "root-0": vdev(0), "mirror-0": vdev(12), sda: vdev(12) },
    };
    expect(parseVdevAshifts(JSON.stringify(json))).toEqual({ pool: "tank", ashifts });
    expect(() => parseVdevAshifts("root-0\tashift\t0\t-\n")).toThrow("is not an output");
  });

  it("finds its vdev by the names the commands have in common", () => {
    const vdev = (name: string) => ({ name, role: "data", kind: "x", devices: [] }) as const;
    const vdevs = [
      vdev("raidz2-0"),
      vdev("/dev/sdc1"),
      vdev("/dev/nvme0n1p4"),
      vdev("/dev/disk/by-id/ata-X-part1"),
      vdev("/dev/sdz1"),
    ];
    const ashifts = new Map([
      ["raidz-0", 12],
      ["sdc", 9],
      ["nvme0n1", 13],
      ["ata-X", 14],
    ]);
    expect(withAshift(vdevs, ashifts).map(({ ashift }) => ashift)).toEqual([12, 9, 13, 14, undefined]);
    expect(withAshift(vdevs, new Map([["else", 12]])).map(({ ashift }) => ashift)).toEqual([
      12, 12, 12, 12, 12,
    ]);
    expect(withAshift(vdevs, new Map())[0]).toEqual({ role: "data", kind: "x", devices: [] });
  });
});
