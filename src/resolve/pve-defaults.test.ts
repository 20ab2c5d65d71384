import { describe, expect, it } from "vitest";
import { type DefaultsPlace, defaultAio, defaultDirect } from "./pve-defaults.ts";

const at = (qemuServer: string, place: Partial<DefaultsPlace> = {}): DefaultsPlace => ({
  storageType: "zfspool",
  krbd: false,
  nocow: false,
  qemu: "11.0.0",
  qemuServer,
  ...place,
});
const lvm = { storageType: "lvm" };
const cifs = { storageType: "cifs" };
const krbd = { storageType: "rbd", krbd: true };

/** Default aio with a direct and with a buffered cache. */
const aio = (qemuServer: string, place: Partial<DefaultsPlace> = {}): string =>
  [true, false].map((direct) => defaultAio(at(qemuServer, place), direct).value).join(" ");

const everywhere = "io_uring io_uring";
const excluded = "native threads";

describe("aio that nobody set", () => {
  it.each<[string, string, Partial<DefaultsPlace>, string]>([
    ["nothing has io_uring before qemu-server 7.0", "6.4-2", {}, excluded],
    ["a release candidate of 7.0 is not 7.0", "7.0~rc1-1", {}, excluded],
    ["7.0 brings io_uring", "7.0", {}, everywhere],
    ["7.0-1 brings io_uring, with its Debian revision too", "7.0-1", {}, everywhere],
    ["QEMU 5.2 has none, whatever qemu-server says", "9.2.6", { qemu: "5.2.0-11" }, excluded],
    ["QEMU 6.0 has it", "7.0-1", { qemu: "6.0.0-1" }, everywhere],
    ["an epoch does not change that", "7.0-1", { qemu: "1:6.0.0-1" }, everywhere],

    ["krbd is like all others in 7.0-5", "7.0-5", krbd, everywhere],
    ["krbd loses it with a buffered cache in 7.0-6", "7.0-6", krbd, "io_uring threads"],
    ["krbd keeps it with a direct cache today", "9.2.6", krbd, "io_uring threads"],
    ["librbd is not krbd", "9.2.6", { storageType: "rbd" }, everywhere],

    ["lvm is like all others in 7.0-9", "7.0-9", lvm, everywhere],
    ["lvm loses it with a buffered cache in 7.0-10", "7.0-10", lvm, "io_uring threads"],
    ["lvm loses it with every cache in 7.0-11", "7.0-11", lvm, excluded],
    ["lvm has none today", "9.2.6", lvm, excluded],
    ["thin lvm is not lvm", "9.2.6", { storageType: "lvmthin" }, everywhere],
    [
      "a logical volume given by its path is not on a storage of type lvm",
      "9.2.6",
      { storageType: undefined },
      everywhere,
    ],

    ["cifs is like all others in 7.2-4", "7.2-4", cifs, everywhere],
    ["cifs loses it in 7.2-5", "7.2-5", cifs, excluded],
    ["cifs has none today", "9.2.6", cifs, excluded],
    ["nfs is not cifs", "9.2.6", { storageType: "nfs" }, everywhere],
    ["kernel iSCSI is not excluded, though it lies under lvm", "9.2.6", { storageType: "iscsi" }, everywhere],
  ])("%s (%s)", (_, qemuServer, place, expected) => {
    expect(aio(qemuServer, place)).toBe(expected);
  });

  it("says why it is not io_uring", () => {
    expect(defaultAio(at("9.2.6", lvm), true).because).toBe("Proxmox VE's default on lvm");
    expect(defaultAio(at("9.2.6", krbd), false).because).toBe(
      "Proxmox VE's default on krbd, with a buffered cache",
    );
    expect(defaultAio(at("6.4-2"), true).because).toContain("before qemu-server 7.0");
  });
});

describe("O_DIRECT when nobody set cache", () => {
  const btrfs = { storageType: "btrfs" };
  it.each<[string, string, Partial<DefaultsPlace>, boolean]>([
    ["btrfs is direct in 7.0-4", "7.0-4", btrfs, true],
    ["btrfs is buffered from 7.0-5 on", "7.0-5", btrfs, false],
    ["btrfs is buffered today", "9.2.6", btrfs, false],
    ["btrfs with nocow is direct", "9.2.6", { ...btrfs, nocow: true }, true],
    ["a dir is direct, whatever file system it is on", "9.2.6", { storageType: "dir" }, true],
    ["a path is direct", "9.2.6", { storageType: undefined }, true],
    ["lvm is direct", "9.2.6", lvm, true],
  ])("%s", (_, qemuServer, place, expected) => {
    expect(defaultDirect(at(qemuServer, place)).value).toBe(expected);
  });
});
