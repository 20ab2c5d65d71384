import { describe, expect, it } from "vitest";
import { exampleOf, guest101, withText } from "../../test/support/resolved-example.ts";
import type { ResolvedGuest } from "../model/resolved.ts";

const san = "scsi0: san:vm-101-disk-0";
const resolved = (rest: string): ResolvedGuest => guest101(exampleOf(rest === "" ? san : `${san} | ${rest}`));

/** `device hostpci0`, with `?` where it may turn out to be none. */
const pins = (rest: string): readonly string[] =>
  resolved(rest).pinned.map(({ kind, key, certain }) => `${kind} ${key}${certain ? "" : "?"}`);

describe("devices of the node", () => {
  it.each([
    ["hostpci0: 0000:01:00.0,pcie=1", "hostpci0"],
    ["hostpci15: host=01:00", "hostpci15"],
    ["hostpci0: mapping=gpu", "hostpci0"],
    ["hostpci0: pcie=1,mapping=gpu", "hostpci0"],
    ["hostpci0: mapping=no-such-mapping", "hostpci0"],
    ["usb0: host=1234:5678", "usb0"],
    ["usb3: host=1-2,usb3=1", "usb3"],
    ["usb0: mapping=stick", "usb0"],
    ["usb0: mapping=spice", "usb0"],
    ["serial0: /dev/ttyS0", "serial0"],
    ["parallel1: /dev/usb/lp0", "parallel1"],
    ["virtiofs0: share", "virtiofs0"],
    ["ivshmem: size=32,name=x", "ivshmem"],
    ["amd-sev: type=snp", "amd-sev"],
    ["intel-tdx: type=tdx", "intel-tdx"],
    ["scsi1: /dev/disk/by-id/ata-x", "scsi1"],
    ["virtio1: /srv/x.qcow2,format=qcow2", "virtio1"],
  ])("%s pins", (device, key) => {
    const guest = resolved(device);
    expect(pins(device)).toEqual([`device ${key}`]);
    expect(guest.devicePinned).toMatchObject({ known: true, value: true });
    expect(guest.lane).toBe("local");
  });

  it.each([
    "usb0: spice",
    "usb0: host=spice,usb3=1",
    "usb0: usb3=1,host=spice",
    "usb0: SPICE",
    "serial0: socket",
    "hostpci0: mapping=shared-vf",
    "scsi1: /dev/disk/by-id/ata-x,shared=1",
    "net0: virtio,bridge=vmbr0",
    "ide2: thin:vm-101-cloudinit,media=cdrom",
    "efidisk0: san:vm-101-disk-1",
    "rng0: source=/dev/urandom",
  ])("%s does not pin", (device) => {
    expect(pins(device)).toEqual([]);
    expect(resolved(device).devicePinned).toMatchObject({ known: true, value: false });
    expect(resolved(device).lane).toBe("shared");
  });

  it("leaves a mapped device open while mapping/pci.cfg was not read, and a raw one certain", () => {
    expect(pins("hostpci0: mapping=shared-vf | @no-file mapping/pci.cfg")).toEqual(["device hostpci0?"]);
    const gap = resolved("hostpci0: mapping=shared-vf | @no-file mapping/pci.cfg").devicePinned;
    expect(gap).toMatchObject({ known: false, missing: [{ fact: "mapping/pci.cfg" }] });
    const raw = resolved("hostpci0: mapping=gpu | hostpci1: 01:00 | @no-file mapping/pci.cfg");
    expect(raw.devicePinned).toMatchObject({ known: true, value: true, source: "hostpci1" });
    expect(raw.lane).toBe("local");
  });

  it("does not count a device that is only pending, until it is in force", () => {
    const guest = resolved("@pending hostpci0: 01:00");
    expect(guest.pinned).toEqual([]);
    expect(guest.afterPending?.pinned.map(({ key }) => key)).toEqual(["hostpci0"]);
  });
});

describe("media", () => {
  it.each([
    ["ide2: local:iso/x.iso,media=cdrom", ["medium ide2"]],
    ["ide2: cdrom,media=cdrom", ["medium ide2"]],
    ["ide2: /root/x.iso,media=cdrom", ["medium ide2"]],
    ["ide2: gone:iso/x.iso,media=cdrom", ["medium ide2?"]],
    ["ide2: local:iso/x.iso,media=cdrom | @no-file storage.cfg", ["medium ide2?"]],
    ["sata1: nas:iso/x.iso,media=cdrom", []],
    ["ide2: none,media=cdrom", []],
    ["ide2: local:101/vm-101-cloudinit.qcow2,media=cdrom", []],
  ])("%s", (line, expected) => {
    expect(pins(line)).toEqual(expected);
  });

  it("leave the lane and the role as they are", () => {
    const { lane, quadrant, devicePinned } = resolved("ide2: local:iso/x.iso,media=cdrom");
    expect([lane, quadrant.role]).toEqual(["shared", "generalized"]);
    expect(devicePinned).toMatchObject({ known: true, value: false });
  });
});

describe("rules", () => {
  it.each([
    ["HA that may use one node", "@ha started | @affinity pve1", ["rule ha"]],
    ["HA that may use two", "@ha started | @affinity pve1,pve2", []],
    ["a priority is no second node", "@ha started | @affinity pve1:2", ["rule ha"]],
    ["HA that is ignored", "@ha ignored | @affinity pve1", []],
    ["HA that is disabled", "@ha disabled | @affinity pve1", []],
    ["a rule without a resource", "@affinity pve1", []],
    ["a VNC clipboard before machine 10.1", "vga: std,clipboard=vnc | machine: pc-i440fx-10.0", ["rule vga"]],
    ["a VNC clipboard before machine 10", "vga: clipboard=vnc | machine: pc-q35-9.2", ["rule vga"]],
    ["a VNC clipboard from machine 10.1 on", "vga: std,clipboard=vnc | machine: pc-i440fx-10.1", []],
    ["no clipboard", "vga: std | machine: pc-i440fx-9.2", []],
  ])("%s", (_, line, expected) => {
    expect(pins(line)).toEqual(expected);
    expect(resolved(line).lane).toBe("shared");
  });

  const restricted = (nodes: string): string =>
    `lvm: far\n\tvgname vg_far\n\tshared 1\n\tcontent images,iso\n\tnodes ${nodes}\n`;
  const far = (nodes: string): ResolvedGuest =>
    guest101(
      withText(
        exampleOf("scsi0: far:vm-101-disk-0 | scsi1: far:vm-101-disk-1"),
        "storage.cfg",
        restricted(nodes),
      ),
    );

  it("a shared storage that one node has pins once, whatever the number of its drives", () => {
    expect(far("pve1").pinned).toEqual([
      { key: "far", kind: "rule", text: "storage far is on pve1 only", certain: true },
    ]);
    expect(far("pve1").lane).toBe("shared");
    expect(far("pve1,pve2").pinned).toEqual([]);
  });

  it("nodes on a local storage is no pin", () => {
    expect(guest101(exampleOf("scsi0: only2:vm-101-disk-0")).pinned).toEqual([]);
  });

  it("a group restricted to one node pins as a rule does", () => {
    const group = (rest: string): ResolvedGuest =>
      guest101(
        withText(
          withText(exampleOf(san), "ha/resources.cfg", "vm: 101\n\tgroup g\n"),
          "ha/groups.cfg",
          `group: g\n\tnodes pve1\n${rest}`,
        ),
      );
    expect(group("\trestricted 1\n").pinned.map(({ key }) => key)).toEqual(["ha"]);
    expect(group("").pinned).toEqual([]);
  });

  it("a strict rule pins, a wish or a disabled rule does not", () => {
    const rule = (rest: string): readonly string[] => {
      const text = `node-affinity: r1\n\tresources vm:101\n\tnodes pve1\n${rest}`;
      return guest101(withText(exampleOf(`${san} | @ha started`), "ha/rules.cfg", text)).pinned.map(
        ({ key }) => key,
      );
    };
    expect([rule("\tstrict 1\n"), rule(""), rule("\tstrict 1\n\tdisable 1\n")]).toEqual([["ha"], [], []]);
  });
});
