import { describe, expect, it } from "vitest";
import { capture } from "../../../test/apply/monitor/capture.ts";
import { propertyOf, readIothreads, readQtree } from "./qtree.ts";

const answer = (name: string, command: string): string => capture(name).answers.get(command) ?? "";
const treeOf = (name: string) => readQtree(answer(name, "info qtree")) ?? [];

const notThat = ["", "unknown command: 'info block'\r\n", "{}", "dev scsi-hd", "x".repeat(5_000_000)];

describe("info qtree", () => {
  it("gives each device its properties, and the device it hangs on", () => {
    const disk = treeOf("lsi-11.1").find(({ id }) => id === "scsi7");
    expect(Object.fromEntries(disk?.properties ?? [])).toEqual({
      drive: "drive-scsi7",
      logical_block_size: "512",
      discard_granularity: "4096",
      "write-cache": "off",
      rerror: "auto",
      serial: "",
      product: "QEMU HARDDISK",
      device_id: "drive-scsi7",
      rotation_rate: "0",
      "scsi-id": "0",
      lun: "0",
    });
    expect(disk?.parent).toMatchObject({ kind: "lsi53c895a", id: "scsihw1" });
    expect(disk?.parent?.parent?.kind).toBe("i440FX-pcihost");
    const [hub] = treeOf("blockdev-10.0").filter(({ kind }) => kind === "virtio-scsi-device");
    expect(hub?.properties.get("iothread-vq-mapping")).toBe("");
  });

  it("finds a disk's property on the disk, its virtio device, or its controller", () => {
    const tree = treeOf("every-cache-blockdev-11.1");
    const all = (property: string) =>
      ["scsi0", "scsi2", "virtio0", "virtio1", "sata0", "ide0"].map((drive) =>
        propertyOf(tree, drive, property),
      );
    expect(all("write-cache")).toEqual(["on", "off", "on", "off", "off", "on"]);
    expect(all("rotation_rate")).toEqual(["1", "1", undefined, undefined, "1", "0"]);
    expect(all("iothread")).toEqual([
      "/objects/iothread-virtioscsi0",
      "",
      "/objects/iothread-virtio0",
      "",
      undefined,
      undefined,
    ]);
    expect(propertyOf([...tree, ...tree], "scsi0", "drive")).toBeUndefined();
  });

  it("names no thread before QEMU 11.1", () => {
    for (const name of ["blockdev-10.0", "drive-7.2"])
      for (const drive of ["scsi0", "virtio1"])
        expect(propertyOf(treeOf(name), drive, "iothread")).toBeUndefined();
  });

  it("keeps a closing device's line away from the one behind it", () => {
    const [, second] =
      readQtree('  dev: a, id "x"\n    p = 1 (0x1)\n  dev: b, id "y"\n  p = 2 (0x2)\n') ?? [];
    expect(second?.properties.size).toBe(0);
  });

  it("says that anything else is not understood", () => {
    for (const other of notThat) expect(readQtree(other)).toBeUndefined();
  });

  it("reads hostile text in a line's time", () => {
    expect(readQtree(`dev: a, id "x"\n${' p = "(('.repeat(200_000)}\n`)?.length).toBe(1);
    expect(
      readQtree(
        Array.from({ length: 50_000 }, (_, i) => `${" ".repeat(i % 40)}dev: a, id "${i}"`).join("\n"),
      ),
    ).toHaveLength(50_000);
  });
});

describe("info iothreads", () => {
  it("names them, or none", () => {
    expect(readIothreads(answer("blockdev-10.0", "info iothreads"))).toEqual(
      new Set(["iothread-virtioscsi0", "iothread-virtio1"]),
    );
    expect(readIothreads(answer("lsi-11.1", "info iothreads"))).toEqual(new Set());
  });

  it("says that anything else is not understood", () => {
    for (const other of notThat.slice(1)) expect(readIothreads(other)).toBeUndefined();
  });
});
