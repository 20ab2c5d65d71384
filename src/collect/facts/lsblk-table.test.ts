import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseLsblk } from "./lsblk.ts";

const plain = `NAME    MAJ:MIN RM    SIZE RO TYPE MOUNTPOINTS ROTA PHY-SEC FSTYPE      MODEL         TRAN
sda     8:0      0 1007.2G  0 disk                1    4096             WDC WD10\\x2fA sata
├─sda1  8:1      0      1G  0 part /boot          1    4096 vfat
│                                  /boot/efi
└─sda2  8:2      0  446.1G  0 part                1    4096 LVM2_member
  └─a-b 252:0    0     64G  0 lvm                 1    4096
sdb     8:16     0    1,8T  0 disk                0     512                           nvme
`;

const names = (text: string): unknown =>
  parseLsblk(text).map(({ name, children }) => [name, children.map((child) => child.name)]);

describe("the table of lsblk", () => {
  it("is read as its JSON is", () => {
    const [sda, sdb] = parseLsblk(plain);
    expect(sda).toMatchObject({
      path: "/dev/sda",
      type: "disk",
      rotational: true,
      physicalSector: 4096,
      model: "WDC WD10/A",
      transport: "sata",
      size: Math.round(1007.2 * 1024 ** 3),
    });
    expect(sda?.children[0]).toMatchObject({
      name: "sda1",
      mountpoints: ["/boot", "/boot/efi"],
      fstype: "vfat",
    });
    expect(sda?.children[1]?.children[0]).toMatchObject({
      name: "a-b",
      path: "/dev/mapper/a-b",
      type: "lvm",
    });
    expect(sdb).toMatchObject({ rotational: false, size: Math.round(1.8 * 1024 ** 4), transport: "nvme" });
  });

  it("knows neither medium nor disk of what stands on several devices", () => {
    const merged = `NAME          TYPE  ROTA TRAN
,->sda        disk     0 sata
'->sdb        disk     1 sata
 \`-md0        raid1    0
   \`-vg-root  lvm      0
sdc           disk     0 sata
`;
    const devices = parseLsblk(merged);
    expect(devices.map(({ name, rotational }) => [name, rotational])).toEqual([
      ["sda", false],
      ["sdb", true],
      ["md0", undefined],
      ["vg-root", undefined],
      ["sdc", false],
    ]);
  });

  it.each([
    ["collapsed blanks", plain.replace(/ +/g, " ")],
    ["rows without their columns", "NAME TYPE ROTA\nsda\n"],
    ["a heading alone", "NAME TYPE ROTA\n"],
    ["a heading without end", `NAME TYPE ${"A ".repeat(1e6)}\nsda disk\n`],
  ])("is refused with %s", (_, text) => {
    expect(() => parseLsblk(text)).toThrow(/^is /);
  });

  it("reads trees of any depth", () => {
    const deep = Array.from({ length: 300 }, (_, at) => `${"  ".repeat(at)}\`-d${at}`);
    const text = [`${"NAME".padEnd(700)}TYPE`, `${"x".padEnd(700)}disk`];
    const rows = deep.map((name) => `${name.padEnd(700)}part`);
    expect(names([...text, ...rows].join("\n"))).toEqual([["x", ["d0"]]]);
  });

  it("refuses or reads anything", () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.string(), fc.constantFrom(...plain.split("\n"), "`-x", ",->y"))),
        (lines) => {
          try {
            parseLsblk([plain.split("\n")[0], ...lines].join("\n"));
          } catch (error) {
            expect(String(error)).toMatch(/^Error: is /);
          }
        },
      ),
    );
  });
});
