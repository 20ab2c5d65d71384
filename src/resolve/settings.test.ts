import { describe, expect, it } from "vitest";
import { drive101, exampleOf, withText } from "../../test/support/resolved-example.ts";
import type { DriveSettings } from "../model/drive.ts";

const zfsOverIscsi =
  "zfs: remote\n\tportal 192.0.2.9\n\ttarget iqn.2003-01.example:t3\n\tpool p\n\tcontent images\n";

function settings(line: string): DriveSettings {
  const found = drive101(withText(exampleOf(line), "storage.cfg", zfsOverIscsi)).settings;
  if (!found.known) throw new Error(`unknown: ${found.missing[0].fact}`);
  return found.value;
}

const caches = [
  "",
  ",cache=none",
  ",cache=directsync",
  ",cache=writethrough",
  ",cache=writeback",
  ",cache=unsafe",
];
const letters = { io_uring: "u", native: "n", threads: "t" } as const;
const letter = (line: string): string => {
  const aio = settings(line).aio.value;
  return aio === null ? "-" : letters[aio];
};

/**
 * Checked by hand against qemu-server 9.2.6 (reference tables of the sources): aio with the key absent, for the cache
 * absent, none, directsync, writethrough, writeback, unsafe. u io_uring, n native, t threads, - none is passed.
 */
const goldenAio = `
zvol       tank:vm-101-disk-0            machine 10 uuuuuu  machine 9.2 uuuuuu
dir raw    local:101/vm-101-disk-0.raw   machine 10 uuuuuu  machine 9.2 uuuuuu
dir qcow2  local:101/vm-101-disk-0.qcow2 machine 10 uuuuuu  machine 9.2 uuuuuu
btrfs      bt:101/vm-101-disk-0.raw      machine 10 uuuuuu  machine 9.2 uuuuuu
nocow      btnc:101/vm-101-disk-0.raw    machine 10 uuuuuu  machine 9.2 uuuuuu
nfs        nas:101/vm-101-disk-0.raw     machine 10 uuuuuu  machine 9.2 uuuuuu
cifs       smb:101/vm-101-disk-0.raw     machine 10 nnnttt  machine 9.2 nnnttt
lvm        san:vm-101-disk-0             machine 10 nnnttt  machine 9.2 nnnttt
lvm qcow2  chain:vm-101-disk-0.qcow2     machine 10 nnnttt  machine 9.2 nnnttt
thin       thin:vm-101-disk-0            machine 10 uuuuuu  machine 9.2 uuuuuu
librbd     ceph:vm-101-disk-0            machine 10 ------  machine 9.2 uuuuuu
krbd       krbd:vm-101-disk-0            machine 10 uuuttt  machine 9.2 uuuttt
LUN        lun:0.0.0.scsi-36001405       machine 10 uuuuuu  machine 9.2 uuuuuu
libiscsi   dlun:lun1                     machine 10 ------  machine 9.2 uuuuuu
zfs/iscsi  remote:vm-101-disk-0          machine 10 ------  machine 9.2 uuuuuu
LV by path /dev/vg_san/vm-101-disk-0     machine 10 uuuuuu  machine 9.2 uuuuuu
file path  /srv/x.raw                    machine 10 uuuuuu  machine 9.2 uuuuuu`;

describe("aio in force when nobody wrote it", () => {
  it.each(goldenAio.trim().split("\n"))("%s", (row) => {
    const volume = /(?:\S+:|\/)\S+(?=\s+machine)/.exec(row)?.[0] ?? "";
    const now = (machine: string): string =>
      caches.map((cache) => letter(`scsi0: ${volume}${cache} | machine: pc-i440fx-${machine}`)).join("");
    const [ten, nine] = [...row.matchAll(/machine \S+ (\S{6})/g)].map((match) => match[1]);
    expect([now("10.0"), now("9.2")]).toEqual([ten, nine]);
  });

  it.each(["scsi", "sata", "ide", "virtio"])("does not depend on the bus %s", (bus) => {
    expect(letter(`${bus}0: san:vm-101-disk-0,cache=writeback`)).toBe("t");
    expect(letter(`${bus}0: ceph:vm-101-disk-0`)).toBe("-");
  });
});

describe("aio that is written", () => {
  it.each(["io_uring", "native", "threads"])(
    "wins on every storage with a host file or device: %s",
    (aio) => {
      for (const volume of [
        "san:vm-101-disk-0",
        "smb:101/vm-101-disk-0.raw",
        "krbd:vm-101-disk-0",
        "/dev/sdh",
      ]) {
        expect(settings(`scsi0: ${volume},aio=${aio},cache=writeback`).aio).toMatchObject({
          value: aio,
          origin: "configured",
        });
      }
    },
  );

  it.each(["ceph:vm-101-disk-0", "dlun:lun1", "remote:vm-101-disk-0"])(
    "is ignored on %s from machine 10 on, and passed before",
    (volume) => {
      const line = `scsi0: ${volume},aio=native`;
      expect(settings(`${line} | machine: q35`).aio).toMatchObject({ value: null, origin: "ignored" });
      expect(settings(`${line} | machine: pc-q35-9.2+pve1`).aio).toMatchObject({
        value: "native",
        origin: "configured",
      });
      expect(settings(`scsi0: ${volume}`).aio).toMatchObject({ value: null, origin: "default" });
    },
  );
});

describe("cache in force", () => {
  const row = (line: string): string => {
    const { cache, direct, noFlush, writeCache } = settings(line);
    const yes = (value: boolean): string => (value ? "yes" : "no");
    return `${cache.value} ${cache.origin} direct ${yes(direct.value)} no-flush ${yes(noFlush.value)} write-cache ${writeCache.value}`;
  };

  it.each([
    ["none", "none configured direct yes no-flush no write-cache on"],
    ["directsync", "directsync configured direct yes no-flush no write-cache off"],
    ["writethrough", "writethrough configured direct no no-flush no write-cache off"],
    ["writeback", "writeback configured direct no no-flush no write-cache on"],
    ["unsafe", "unsafe configured direct no no-flush yes write-cache on"],
  ])("written: %s", (mode, expected) => {
    for (const volume of ["tank:vm-101-disk-0", "bt:101/vm-101-disk-0.raw", "ceph:vm-101-disk-0"])
      expect(row(`scsi0: ${volume},cache=${mode}`)).toBe(expected);
  });

  it.each([
    "tank:vm-101-disk-0",
    "local:101/vm-101-disk-0.raw",
    "btnc:101/vm-101-disk-0.raw",
    "san:vm-101-disk-0",
    "smb:101/vm-101-disk-0.raw",
    "ceph:vm-101-disk-0",
    "/dev/sdh",
  ])("nobody wrote it: none on %s", (volume) => {
    expect(row(`scsi0: ${volume}`)).toBe("none default direct yes no-flush no write-cache on");
  });

  it("nobody wrote it: writeback on btrfs without nocow, which Proxmox VE opens buffered", () => {
    expect(row("scsi0: bt:101/vm-101-disk-0.raw")).toBe(
      "writeback default direct no no-flush no write-cache on",
    );
    expect(row("scsi0: bt:101/vm-101-disk-0.raw | @versions qemu-server=7.0-4")).toContain("none default");
  });

  it("sends the guest no write cache before machine 10", () => {
    for (const cache of caches) {
      const line = `scsi0: tank:vm-101-disk-0${cache} | machine: pc-i440fx-9.2+pve1`;
      expect(settings(line).writeCache).toMatchObject({ value: null, origin: "default" });
    }
  });
});

describe("discard and zero detection", () => {
  it.each([
    ["", "ignore default, zeroes on default"],
    [",discard=on", "unmap configured, zeroes unmap default"],
    [",discard=ignore", "ignore configured, zeroes on default"],
    [",detect_zeroes=0", "ignore default, zeroes off configured"],
    [",detect_zeroes=off,discard=on", "unmap configured, zeroes off configured"],
    [",detect_zeroes=1", "ignore default, zeroes on configured"],
    [",detect_zeroes=yes,discard=on", "unmap configured, zeroes unmap configured"],
  ])("with '%s'", (keys, expected) => {
    const { discard, detectZeroes } = settings(`scsi0: tank:vm-101-disk-0${keys}`);
    const found = `${discard.value} ${discard.origin}, zeroes ${detectZeroes.value} ${detectZeroes.origin}`;
    expect(found).toBe(expected);
  });
});

describe("iothread and ssd", () => {
  const of = (line: string, key: "iothread" | "ssd"): string => {
    const { value, origin } = settings(line)[key];
    return `${value} ${origin}`;
  };

  it.each([
    ["scsi0: tank:x,iothread=1 | scsihw: virtio-scsi-single", "true configured"],
    ["scsi0: tank:x,iothread=on | scsihw: virtio-scsi-single", "true configured"],
    ["scsi0: tank:x,iothread=0 | scsihw: virtio-scsi-single", "false configured"],
    ["scsi0: tank:x | scsihw: virtio-scsi-single", "false default"],
    ["scsi0: tank:x,iothread=1 | scsihw: virtio-scsi-pci", "false ignored"],
    ["scsi0: tank:x,iothread=1 | scsihw: -", "false ignored"],
    ["scsi0: tank:x | scsihw: lsi", "false default"],
    ["virtio0: tank:x,iothread=1 | scsihw: -", "true configured"],
    ["virtio0: tank:x | scsihw: -", "false default"],
    ["ide0: tank:x", "null default"],
    ["sata0: tank:x", "null default"],
  ])("iothread of %s is %s", (line, expected) => expect(of(line, "iothread")).toBe(expected));

  it.each([
    ["scsi0: tank:x,ssd=1", "true configured"],
    ["sata0: tank:x,ssd=1", "true configured"],
    ["ide0: tank:x,ssd=yes", "true configured"],
    ["scsi0: tank:x,ssd=0", "false configured"],
    ["scsi0: tank:x", "false default"],
    ["virtio0: tank:x", "null default"],
  ])("ssd of %s is %s", (line, expected) => expect(of(line, "ssd")).toBe(expected));
});

it("does not guess settings where the storage is not defined", () => {
  const { settings: found, driver } = drive101(exampleOf("scsi0: gone:vm-101-disk-0,cache=none"));
  expect([found.known, driver.known]).toEqual([false, false]);
});
