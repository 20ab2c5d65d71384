import { describe, expect, it } from "vitest";
import { parseLsblk } from "./lsblk.ts";

const lsblk = (...blockdevices: readonly unknown[]): string => JSON.stringify({ blockdevices });

describe("parseLsblk", () => {
  it("reads a disk with what stands on it", () => {
    const part = {
      name: "sda3",
      path: "/dev/sda3",
      type: "part",
      fstype: "zfs_member",
      label: "tank",
      mountpoints: [null],
    };
    const disk = {
      name: "sda",
      path: "/dev/sda",
      type: "disk",
      rota: false,
      size: 4000,
      model: "SSD X ",
      serial: "S1",
      tran: "sata",
    };
    expect(
      parseLsblk(lsblk({ ...disk, mountpoints: [null], fstype: null, label: null, children: [part] })),
    ).toEqual([
      {
        name: "sda",
        path: "/dev/sda",
        type: "disk",
        rotational: false,
        size: 4000,
        model: "SSD X",
        serial: "S1",
        transport: "sata",
        mountpoints: [],
        children: [
          {
            name: "sda3",
            path: "/dev/sda3",
            type: "part",
            fstype: "zfs_member",
            label: "tank",
            mountpoints: [],
            children: [],
          },
        ],
      },
    ]);
  });

  it("reads the strings of old versions", () => {
    const [hdd, ssd] = parseLsblk(
      lsblk({ name: "sda", type: "disk", rota: "1", size: "3000" }, { name: "sdb", type: "disk", rota: "0" }),
    );
    expect([hdd?.rotational, hdd?.size, ssd?.rotational]).toEqual([true, 3000, false]);
  });

  it.each([
    [{ mountpoint: "/a" }, ["/a"]],
    [{ mountpoint: null }, []],
    [{ mountpoint: "" }, []],
    [{ mountpoints: ["/a", null, "/b"] }, ["/a", "/b"]],
    [{ mountpoints: [null], mountpoint: "/a" }, ["/a"]],
    [{ mountpoints: [], mountpoint: "[SWAP]" }, ["[SWAP]"]],
    [{}, []],
  ])("reads mount points from %j", (fields, expected) => {
    expect(parseLsblk(lsblk({ name: "sda", type: "disk", ...fields }))[0]?.mountpoints).toEqual(expected);
  });

  it("knows nothing rather than something wrong", () => {
    const [device] = parseLsblk(
      lsblk({ name: "sda", rota: "maybe", size: "3G", model: null, serial: "", children: "none", tran: {} }),
    );
    expect(device).toEqual({ name: "sda", type: "", mountpoints: [], children: [] });
    expect(
      parseLsblk(
        lsblk({ name: "sda", size: "" }, { name: "sdb", size: true }, { name: "sdc", size: [] }),
      ).map(({ size }) => size),
    ).toEqual([undefined, undefined, undefined]);
  });

  it("passes over rows without a name", () => {
    const text =
      '{"blockdevices": [null, 1, {"__proto__": {"name": "x"}}, {"name": "sda", "__proto__": {"rota": true}}]}';
    expect(parseLsblk(text)).toEqual([{ name: "sda", type: "", mountpoints: [], children: [] }]);
  });

  it.each([
    ["", "is empty"],
    ["[]", "is not an output of lsblk -J"],
    ["{}", "is not an output of lsblk -J"],
    ["NAME MAJ:MIN RM SIZE\nsda 8:0 0 3G\n", "is not JSON"],
    ['{"blockdevices": [{"name": "sda", "ro', "is cut off"],
    [`{"blockdevices": ${'[{"name": "a", "children": '.repeat(50_000)}`, "is nested too deeply"],
  ])("refuses %.40j: %s", (text, reason) => {
    expect(() => parseLsblk(text)).toThrow(reason);
  });

  it("reads megabytes of junk without hanging", () => {
    const junk = [
      "x".repeat(8e6),
      `"${"\\".repeat(4e6)}`,
      `{"a": "${"[".repeat(4e6)}"}`,
      "{".repeat(8e6),
      `{${" ".repeat(8e6)}`,
    ];
    for (const text of junk) expect(() => parseLsblk(text)).toThrow(/^is /);
  });
});
