import { describe, expect, it } from "vitest";
import { parseFindmnt } from "./findmnt.ts";

const row = (target: string, source: string, fstype: string, rest: object = {}) => ({
  target,
  source,
  fstype,
  options: "rw",
  ...rest,
});
const mount = (target: string, source: string, fstype: string) => ({ target, source, fstype, options: "rw" });

describe("parseFindmnt", () => {
  it("reads a JSON tree in its order", () => {
    const filesystems = [
      row("/", "rpool/ROOT/pve-1", "zfs", {
        children: [row("/tank", "tank", "zfs", { children: [row("/tank/a b", "tank/a b", "zfs")] })],
      }),
    ];
    expect(parseFindmnt(JSON.stringify({ filesystems }))).toEqual([
      mount("/", "rpool/ROOT/pve-1", "zfs"),
      mount("/tank", "tank", "zfs"),
      mount("/tank/a b", "tank/a b", "zfs"),
    ]);
  });

  it("reads a JSON list, with fields that are null or of another shape", () => {
    const filesystems = [
      { target: "/x", source: null, fstype: 7, options: {} },
      { source: "lost" },
      "text",
      null,
    ];
    expect(parseFindmnt(JSON.stringify({ filesystems }))).toEqual([
      { target: "/x", source: "", fstype: "7", options: "" },
    ]);
  });

  it("names the device of a subvolume and of a bound folder", () => {
    const filesystems = [
      row("/", "/dev/sda2[/@]", "btrfs"),
      row("/srv", "tank/data[/srv]", "zfs"),
      row("/x", "[odd]", "ext4"),
    ];
    expect(parseFindmnt(JSON.stringify({ filesystems })).map(({ source }) => source)).toEqual([
      "/dev/sda2",
      "tank/data",
      "[odd]",
    ]);
  });

  it.each([
    ["drawn in UTF-8", "├─/sys", "│ └─/sys/fs", "└─/mnt/nas"],
    ["drawn in ASCII", "|-/sys", "| `-/sys/fs", "`-/mnt/nas"],
    ["as a list", "/sys", "/sys/fs", "/mnt/nas"],
  ])("reads a table %s", (_, sys, fs, nas) => {
    const table = `TARGET      SOURCE       FSTYPE OPTIONS\n/           /dev/sda1    ext4   rw\n${sys}     sysfs    sysfs  rw\n${fs}   none tmpfs rw\n${nas}  10.0.0.9:/export/nas nfs4 rw\n`;
    expect(parseFindmnt(table)).toEqual([
      mount("/", "/dev/sda1", "ext4"),
      mount("/sys", "sysfs", "sysfs"),
      mount("/sys/fs", "none", "tmpfs"),
      mount("/mnt/nas", "10.0.0.9:/export/nas", "nfs4"),
    ]);
  });

  it("reads blanks and other characters a table escapes, and CRLF", () => {
    const table =
      "/ /dev/sda1 ext4 rw\r\n/mnt/a\\x20b tank/a\\x20b zfs rw\r\n/mnt/\\xc3\\xbc tank/u zfs rw\r\n";
    expect(parseFindmnt(table).map(({ target, source }) => [target, source])).toEqual([
      ["/", "/dev/sda1"],
      ["/mnt/a b", "tank/a b"],
      ["/mnt/ü", "tank/u"],
    ]);
  });

  it("puts a row together that a terminal wrapped", () => {
    const table =
      "TARGET                       SOURCE     FSTYPE OPTIONS\n/                            /dev/mapper/a--long-name\n                                        ext4\nrw\n|-/sys                       sysfs      sysfs\nrw\n";
    expect(parseFindmnt(table)).toEqual([
      mount("/", "/dev/mapper/a--long-name", "ext4"),
      mount("/sys", "sysfs", "sysfs"),
    ]);
  });

  it("refuses a table with a row that is not whole: its folder would seem to lie on the mount around it", () => {
    const table = "TARGET SOURCE    FSTYPE OPTIONS\n/      /dev/sda1 ext4   rw\n`-/mnt tank/";
    expect(() => parseFindmnt(table)).toThrow("is cut off");
  });

  it.each([
    ["", "is not an output of findmnt"],
    ["{}", "is not an output of findmnt"],
    ['{"filesystems": 1}', "is not an output of findmnt"],
    ['{"filesystems": [{"target": "/"', "is cut off"],
    ["{nonsense}", "is not JSON"],
    ["/home/me a b c\n", "is not an output of findmnt"],
    [`{"filesystems": ${"[".repeat(100_000)}`, "is nested too deeply"],
  ])("refuses %.40j: %s", (text, reason) => {
    expect(() => parseFindmnt(text)).toThrow(reason);
  });

  it("reads megabytes of junk without hanging", () => {
    const junk = [
      " ".repeat(4e6),
      `/${" a".repeat(2e6)}`,
      "/a b c ".repeat(6e5),
      "│".repeat(4e6),
      "\\x20".repeat(1e6),
      `/a${" ".repeat(4e6)}b`,
      "/\n".repeat(1e6),
    ];
    for (const text of junk) expect(() => parseFindmnt(text)).toThrow("is not an output");
  });
});
