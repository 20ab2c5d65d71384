import { describe, expect, it } from "vitest";
import { exampleOf, guest101, withText } from "../../test/support/resolved-example.ts";

/** `shared all-shared` */
function lane(line: string): string {
  const { lane: found, laneReasons } = guest101(exampleOf(line));
  return [found, ...new Set(laneReasons.map(({ code }) => code))].join(" ");
}

const san = "scsi0: san:vm-101-disk-0";
const local = "scsi0: thin:vm-101-disk-0";
const zvol = "scsi0: tank:vm-101-disk-0";
const replicated = `${zvol} | @replicate pve2`;

describe("shared", () => {
  it.each([
    ["by type: nfs", "scsi0: nas:101/vm-101-disk-0.raw"],
    ["by type: cifs", "scsi0: smb:101/vm-101-disk-0.raw"],
    ["by type: rbd", "scsi0: ceph:vm-101-disk-0"],
    ["by type: krbd", "scsi0: krbd:vm-101-disk-0"],
    ["by type: iscsi", "scsi0: lun:0.0.0.scsi-36001405"],
    ["by type: iscsidirect", "scsi0: dlun:lun1"],
    ["by the storage's shared 1", san],
    ["by the storage's shared 1 on a dir", "scsi0: gfs:101/vm-101-disk-0.raw"],
    ["by the drive's shared=1, on a path", "scsi0: /dev/sdh,shared=1"],
    ["by the drive's shared=1, on a storage that is not", "scsi0: vg:vm-101-disk-0,shared=yes"],
    [
      "on several shared storages",
      `${san} | virtio1: ceph:vm-101-disk-1 | efidisk0: nas:101/vm-101-disk-2.raw`,
    ],
    [
      "a cloud-init volume on local storage decides nothing",
      `${san} | ide2: thin:vm-101-cloudinit,media=cdrom`,
    ],
    ["nor does an ISO", `${san} | ide2: local:iso/x.iso,media=cdrom`],
    ["nor does a physical CD-ROM", `${san} | ide2: cdrom,media=cdrom`],
    ["nor a pin by rule", `${san} | @ha started | @affinity pve1`],
    ["a mapped device that can migrate live", `${san} | hostpci0: mapping=shared-vf`],
    ["spice redirection", `${san} | usb0: spice`],
    ["a socket", `${san} | serial0: socket`],
  ])("%s", (_, line) => expect(lane(line)).toBe("shared all-shared"));

  it("is not reached by a lvm without shared, a zfspool, lvmthin or btrfs", () => {
    for (const volume of ["vg:vm-101-disk-0", "tank:x", "thin:x", "bt:101/x.raw", "local:101/x.raw"])
      expect(lane(`scsi0: ${volume}`)).toBe("local local-volume");
  });
});

describe("local", () => {
  it.each([
    ["an EFI disk on local storage", `${san} | efidisk0: thin:vm-101-disk-1`],
    ["a TPM volume on local storage", `${san} | tpmstate0: thin:vm-101-disk-1,version=v2.0`],
    ["an unused volume", `${san} | unused0: thin:vm-101-disk-1`],
    ["a volume that only pending names", `${san} | @pending scsi1: thin:vm-101-disk-1`],
    ["a volume that only a snapshot names", `${san} | @snapshot old scsi1: thin:vm-101-disk-1`],
    ["a snapshot's memory", `${san} | @snapshot old vmstate: thin:vm-101-state-old`],
    ["an absolute path", "scsi0: /dev/sdh"],
    ["an absolute path of a file", "scsi0: /srv/x.raw"],
    ["one local drive among shared ones", `${san} | scsi1: thin:vm-101-disk-1`],
    ["one drive without replication", `${replicated} | scsi1: tank:vm-101-disk-1,replicate=0`],
    ["one drive on another type than zfspool", `${replicated} | scsi1: thin:vm-101-disk-1`],
    ["replication that does not exist", zvol],
  ])("%s", (_, line) => expect(lane(line)).toMatch(/^local (device )?local-volume|^local device/));

  it.each([
    "hostpci0: 0000:01:00.0",
    "hostpci0: mapping=gpu,pcie=1",
    "usb0: host=1234:5678",
    "usb0: mapping=spice",
    "serial0: /dev/ttyS0",
    "parallel0: /dev/parport0",
    "virtiofs0: share",
    "ivshmem: size=32",
    "amd-sev: type=std",
    "intel-tdx: type=tdx",
  ])("a device outweighs shared and replicated volumes: %s", (device) => {
    expect(lane(`${san} | ${device}`)).toBe("local device");
    expect(lane(`${replicated} | ${device}`)).toBe("local device local-volume");
  });
});

describe("replicated", () => {
  it.each([
    ["zvols with an enabled job", replicated],
    ["zvols beside shared volumes", `${replicated} | scsi1: san:vm-101-disk-1`],
    ["an EFI disk on the pool as well", `${replicated} | efidisk0: tank:vm-101-disk-1`],
    ["an unused volume on the pool as well", `${replicated} | unused0: tank:vm-101-disk-1`],
  ])("%s", (_, line) => expect(lane(line)).toBe("replicated all-replicated"));

  it("needs a job that is not disabled", () => {
    const job = (rest: string) => `local: 101-0\n\ttarget pve2\n${rest}\n`;
    const laneWith = (rest: string) => guest101(withText(exampleOf(zvol), "replication.cfg", job(rest))).lane;
    expect(laneWith("")).toBe("replicated");
    expect(laneWith("\tdisable 1\n")).toBe("local");
    expect(laneWith("\tremove_job local\n")).toBe("local");
  });

  it("needs a job of this guest", () => {
    const other = withText(exampleOf(zvol), "replication.cfg", "local: 102-0\n\ttarget pve2\n");
    expect(guest101(other).lane).toBe("local");
  });
});

describe("none", () => {
  it.each([
    ["no drive at all", "net0: virtio,bridge=vmbr0"],
    [
      "an ISO and a cloud-init drive only",
      "ide2: local:iso/x.iso,media=cdrom | ide0: thin:vm-101-cloudinit,media=cdrom",
    ],
    ["an unused volume only", "unused0: thin:vm-101-disk-0"],
    ["an empty drive", "ide2: none,media=cdrom"],
  ])("%s", (_, line) => expect(lane(line)).toBe("none no-volume"));
});

describe("unknown", () => {
  it.each([
    ["a storage that is not defined", "scsi0: gone:vm-101-disk-0", "storage-unknown"],
    ["a missing storage.cfg", `${san} | @no-file storage.cfg`, "storage-unknown"],
    [
      "an EFI disk on a storage that is not defined",
      `${san} | efidisk0: gone:vm-101-disk-1`,
      "storage-unknown",
    ],
    ["an unused volume on one", `${san} | unused0: gone:vm-101-disk-1`, "storage-unknown"],
    ["a zvol without replication.cfg", `${zvol} | @no-file replication.cfg`, "replication-unknown"],
    [
      "a mapped device without mapping/pci.cfg",
      `${san} | hostpci0: mapping=gpu | @no-file mapping/pci.cfg`,
      "mapping-unknown",
    ],
    ["a bare folder, where replication is not known", `${zvol} | @bare`, "replication-unknown"],
  ])("%s", (_, line, code) => expect(lane(line)).toBe(`unknown ${code}`));

  it("is not the drive's own shared=1, which needs no storage.cfg", () => {
    expect(lane("scsi0: gone:vm-101-disk-0,shared=1")).toBe("shared all-shared");
  });

  it("is not a guest that is local whatever the missing file says", () => {
    expect(lane(`${local} | @no-file replication.cfg`)).toBe("local local-volume");
    expect(lane(`${local} | hostpci0: mapping=gpu | @no-file mapping/pci.cfg`)).toBe("local local-volume");
    expect(lane(`${zvol},replicate=0 | @no-file replication.cfg`)).toBe("local local-volume");
    expect(lane(`${zvol} | scsi1: thin:x | @no-file replication.cfg`)).toBe("local local-volume");
  });

  it("names the line and the place of what is not known", () => {
    const [reason] = guest101(exampleOf("scsi0: gone:vm-101-disk-0")).laneReasons;
    expect(reason).toEqual({
      code: "storage-unknown",
      text: "scsi0 is on gone:vm-101-disk-0, whose storage is not defined",
      source: "101.conf:1",
    });
  });
});

describe("a cluster of one node and a bare folder", () => {
  it("have lanes all the same", () => {
    expect(lane(`${local} | @one-node`)).toBe("local local-volume");
    expect(lane(`${san} | @one-node`)).toBe("shared all-shared");
    expect(lane(`${san} | @bare`)).toBe("shared all-shared");
  });

  it("do not know a node or the node count for a bare folder", () => {
    const { node, onNode, cluster } = guest101(exampleOf(`${san} | @bare`));
    expect([node, onNode, cluster.nodeCount.known]).toEqual([null, undefined, false]);
    expect(guest101(exampleOf(`${san} | @one-node`)).cluster.nodeCount).toMatchObject({ value: 1 });
  });
});
