import { describe, expect, it } from "vitest";
import { readQtree } from "./restart-qtree.ts";

const text = [
  "bus: main-system-bus",
  "  type System",
  '  dev: i440FX-pcihost, id ""',
  "    bus: pci.0",
  "      type PCI",
  '      dev: virtio-scsi-pci, id "virtioscsi0"',
  "        ioeventfd = true",
  "        bus: virtio-bus",
  "          type virtio-pci-bus",
  '          dev: virtio-scsi-device, id ""',
  '            iothread = "/objects/iothread-virtioscsi0"',
  "            bus: virtioscsi0.0",
  "              type SCSI",
  '              dev: scsi-hd, id "scsi0"',
  '                drive = "drive-scsi0"',
  '                serial = ""',
  '                write-cache = "on"',
  "                rotation_rate = 1 (0x1)",
  "                iothread-vq-mapping = <null>",
  '      dev: VGA, id "vga"',
  "        class VGA controller, addr 00:02.0, pci id 1234:1111 (sub 1af4:1100)",
  "        bar 0: mem at 0xfd000000 [0xfdffffff]",
  "",
].join("\r\n");

describe("info qtree", () => {
  it("gives each device its properties, and the device it hangs on", () => {
    const devices = readQtree(text) ?? [];
    expect(devices.map(({ kind, id }) => `${kind} ${id}`)).toEqual([
      "i440FX-pcihost ",
      "virtio-scsi-pci virtioscsi0",
      "virtio-scsi-device ",
      "scsi-hd scsi0",
      "VGA vga",
    ]);
    const disk = devices.find(({ id }) => id === "scsi0");
    expect(Object.fromEntries(disk?.properties ?? [])).toEqual({
      drive: "drive-scsi0",
      serial: "",
      "write-cache": "on",
      rotation_rate: "1",
      "iothread-vq-mapping": "",
    });
    expect(disk?.parent?.properties.get("iothread")).toBe("/objects/iothread-virtioscsi0");
    expect(disk?.parent?.parent?.id).toBe("virtioscsi0");
    expect(devices.at(-1)?.parent?.kind).toBe("i440FX-pcihost");
  });

  it("keeps a closing device's line away from the one behind it", () => {
    const [, second] =
      readQtree('  dev: a, id "x"\n    p = 1 (0x1)\n  dev: b, id "y"\n  p = 2 (0x2)\n') ?? [];
    expect(second?.properties.size).toBe(0);
  });

  it("says that anything else is not understood", () => {
    for (const other of ["", "unknown command: 'info qtree'", "{}", "dev scsi-hd", "x".repeat(5_000_000)])
      expect(readQtree(other)).toBeUndefined();
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
