import { describe, expect, it } from "vitest";
import { known, unknown } from "../model/fact.ts";
import { missingVersion } from "../model/missing.ts";
import type { NodeVersions } from "../model/resolved.ts";
import { machineVersion } from "./machine.ts";
import { newestKnown } from "./pve-defaults.ts";

const gap = unknown(missingVersion("pve1", "x"));
const versions = (qemu: string | undefined): NodeVersions => ({
  pve: gap,
  qemuServer: gap,
  openzfs: gap,
  kernel: gap,
  qemu: qemu === undefined ? gap : known(qemu, "pveversion"),
});

/** `10.0 configured`, with `?` when the version is assumed. */
function machine(options: Readonly<Record<string, string>>, qemu: string | undefined = "10.1.2-4"): string {
  const found = machineVersion((key) => options[key], versions(qemu));
  return `${found.major}.${found.minor} ${found.origin}${found.certain ? "" : "?"}`;
}

describe("a pinned machine is what it says, on Linux and Windows alike", () => {
  it.each([
    ["pc-i440fx-9.2+pve1", "9.2 configured"],
    ["pc-i440fx-10.0", "10.0 configured"],
    ["pc-9.1", "9.1 configured"],
    ["pc-q35-10.1.pxe", "10.1 configured"],
    ["pc-q35-10.0+pve1.pxe", "10.0 configured"],
    ["virt-10.0", "10.0 configured"],
    ["pc-q35-9.2,viommu=intel,aw-bits=48", "9.2 configured"],
    ["type=pc-q35-8.1,viommu=virtio", "8.1 configured"],
  ])("%s", (text, expected) => {
    expect(machine({ machine: text, ostype: "l26" })).toBe(expected);
    expect(machine({ machine: text, ostype: "win11", meta: "creation-qemu=10.0.2" })).toBe(expected);
  });
});

describe("a machine without a version", () => {
  it.each([
    ["an absent one", {}],
    ["pc", { machine: "pc" }],
    ["q35", { machine: "q35" }],
    ["virt", { machine: "virt" }],
    ["q35 with options", { machine: "q35,viommu=intel,aw-bits=39" }],
    ["an absent ostype", { machine: "q35" }],
  ])("is the installed QEMU's on Linux: %s", (_, options) => {
    expect(machine({ ostype: "l26", ...options })).toBe("10.1 default");
    expect(machine({ ostype: "l26", ...options }, "9.2.0-7")).toBe("9.2 default");
    expect(machine(options, "1:9.2.0-7")).toBe("9.2 default");
  });

  it("is the newest known QEMU's where the installed one is not known, and says that it is assumed", () => {
    expect(newestKnown.qemu).toMatch(/^11\.0/);
    const { major, minor, certain, because } = machineVersion(() => undefined, versions(undefined));
    expect([major, minor, certain, because]).toEqual([11, 0, false, "newest known QEMU, assumed"]);
    expect(machineVersion(() => undefined, undefined).certain).toBe(false);
  });

  it.each([
    ["no meta", undefined, "5.1 default"],
    ["created before 9.1", "creation-qemu=9.0.2,ctime=1", "5.1 default"],
    ["created with 9.1", "creation-qemu=9.1.0,ctime=1", "9.1 default"],
    ["created with 10.0, written second", "ctime=1,creation-qemu=10.0.2", "10.0 default"],
    ["meta without creation-qemu", "ctime=1", "5.1 default"],
  ])("is fixed for Windows: %s", (_, meta, expected) => {
    const options = { ostype: "win11", machine: "q35", ...(meta === undefined ? {} : { meta }) };
    expect(machine(options)).toBe(expected);
    expect(machine(options, undefined)).toBe(expected); // the installed QEMU has no say
  });

  it("ignores where a Linux guest was created", () => {
    expect(machine({ ostype: "l26", meta: "creation-qemu=9.1.0" })).toBe("10.1 default");
  });

  it.each(["wxp", "w2k", "w2k3", "w2k8", "wvista", "win7", "win8", "win10", "win11"])(
    "counts %s as Windows",
    (ostype) => expect(machine({ ostype })).toBe("5.1 default"),
  );

  it.each(["l24", "l26", "solaris", "other"])("does not count %s as Windows", (ostype) =>
    expect(machine({ ostype })).toBe("10.1 default"),
  );
});
