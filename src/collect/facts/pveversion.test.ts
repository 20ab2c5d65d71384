import { describe, expect, it } from "vitest";
import { parsePveversion } from "./pveversion.ts";

describe("parsePveversion", () => {
  it("reads packages and versions, without what stands in brackets", () => {
    const text =
      "proxmox-ve: 9.1.0 (running kernel: 6.17.9-1-pve)\npve-manager: 9.1.5 (running version: 9.1.5/0a)\nlvm2: 2.03.31-2+pmx1\n";
    expect(parsePveversion(text)).toEqual({
      "proxmox-ve": "9.1.0",
      "pve-manager": "9.1.5",
      lvm2: "2.03.31-2+pmx1",
    });
  });

  it("keeps the first of two lines of a package", () => {
    expect(
      parsePveversion("qemu-server: 9.1.4\nproxmox-kernel-6.17: 6.17.9-1\nqemu-server: 8.0.1\n")[
        "qemu-server"
      ],
    ).toBe("9.1.4");
  });

  it("reads CRLF, a last line without a line break, and epochs", () => {
    expect(
      parsePveversion("qemu-server: 9.1.4\r\ncorosync: 1:3.1.9-pve2\r\nzfsutils-linux: 2.4.1-pve1"),
    ).toEqual({
      "qemu-server": "9.1.4",
      corosync: "1:3.1.9-pve2",
      "zfsutils-linux": "2.4.1-pve1",
    });
  });

  it("passes over packages that are not correctly installed, and notes of the shell", () => {
    const text = "perl: warning: Setting locale failed.\nqemu-server: 9.1.4\novmf: not correctly installed\n";
    expect(parsePveversion(text)).toEqual({ "qemu-server": "9.1.4" });
  });

  it.each([
    ["", "is not an output of pveversion --verbose"],
    ["lvm2: 2.03.31\n", "is not an output of pveversion --verbose"],
    ["qemu-serv", "is not an output of pveversion --verbose"],
    ["pve-manager/9.1.5/0a1b2c3d (running kernel: 6.17.9-1-pve)\n", "is pveversion without --verbose"],
  ])("refuses %j: %s", (text, reason) => {
    expect(() => parsePveversion(text)).toThrow(reason);
  });

  it("changes no prototype", () => {
    const packages = parsePveversion("qemu-server: 9.1.4\n__proto__: 1.0\nconstructor: 1.0\n");
    expect(Object.getPrototypeOf(packages)).toBe(Object.prototype);
    expect(Object.keys(packages)).toEqual(["qemu-server", "constructor"]);
  });

  it("reads megabytes of junk without hanging", () => {
    const junk = ["a".repeat(4e6), "a: ".repeat(1e6), " ".repeat(4e6), "a:\t".repeat(1e6), "1\n".repeat(1e6)];
    for (const text of junk) expect(() => parsePveversion(text)).toThrow("is not an output");
  });
});
